"""Measures what the WAR costs the server."""

import argparse
import functools
import pathlib
import sys
import tempfile
import urllib.request

import cold
import empty
import figures
import first
import memory
import scrape
import start
import warm
from server import Server

FIGURES = ["first", "cold", "warm", "start", "memory", "scrape"]


def measure(kind, names):
    with tempfile.TemporaryDirectory(prefix="ccproxy-bench-") as directory:
        with Server(kind, {}) as server:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/status") as answer:
                war = empty.war(pathlib.Path(directory), answer.read())
        if "first" in names:
            yield from first.measure(kind, war)
        if "cold" in names:
            yield from cold.measure(kind, war)
        if "warm" in names:
            with Server(kind, {}, beside={"/empty": war}) as server:
                yield from warm.measure(server)
        if "start" in names:
            yield from start.measure(kind, war)
        if "memory" in names:
            yield from memory.measure(kind, war)
        if "scrape" in names:
            yield from scrape.measure(kind)


def main():
    options = figures.asked_for(argparse.ArgumentParser(prog="bench/cost/run"), FIGURES)
    if not figures.built(options):
        return 2
    return figures.measured(
        options, [("cost", kind, functools.partial(measure, kind, options.figures)) for kind in options.kinds])


if __name__ == "__main__":
    sys.exit(main())
