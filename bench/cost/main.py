"""Builds the WAR, measures what it costs on each server and prints one Markdown table."""

import pathlib
import sys
import tempfile
import urllib.request

import build
import cold
import empty
import first
import memory
import scrape
import start
import table
import warm
from server import Server

SERVERS = {"liberty": ["liberty"], "payara": ["payara"], "both": ["liberty", "payara"]}
FIGURES = ["first", "cold", "warm", "start", "memory", "scrape"]


def measure(kind, figures, directory):
    with Server(kind, {}) as server:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/status") as answer:
            war = empty.war(directory, answer.read())
    if "first" in figures:
        yield from first.measure(kind, war)
    if "cold" in figures:
        yield from cold.measure(kind, war)
    if "warm" in figures:
        with Server(kind, {}, beside={"/empty": war}) as server:
            yield from warm.measure(server)
    if "start" in figures:
        yield from start.measure(kind, war)
    if "memory" in figures:
        yield from memory.measure(kind, war)
    if "scrape" in figures:
        yield from scrape.measure(kind)


def main(arguments):
    kinds = SERVERS["both"]
    if arguments and arguments[0] in SERVERS:
        kinds = SERVERS[arguments.pop(0)]
    if any(name not in FIGURES for name in arguments):
        print(f"usage: bench/cost/run [{'|'.join(SERVERS)}] [{'|'.join(FIGURES)} …]", file=sys.stderr)
        return 2
    build.ensure(kinds)
    rows = {}
    for kind in kinds:
        print(f"{kind} …", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="ccproxy-bench-") as directory:
            rows[kind] = []
            for row in measure(kind, arguments or FIGURES, pathlib.Path(directory)):
                print("  " + table.line(row), file=sys.stderr, flush=True)
                rows[kind].append(row)
    print(build.about(kinds))
    print()
    print(table.markdown(rows))
    return 1 if any(row.met is False for found in rows.values() for row in found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
