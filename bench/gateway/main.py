"""Measures what the gateway costs, how much later everything comes through it, and whether it comes as it should."""

import argparse
import pathlib
import random
import sys
import tempfile

import events
import failing
import figures
import fuzz
import gone
import large
import plain
import scrape
import streams
import tools
import translated

FIGURES = {
    "json": plain.measure,
    "lone": plain.measure,
    "large": large.measure,
    "events": events.measure,
    "translated": translated.measure,
    "streams": streams.measure,
    "gone": gone.measure,
    "failing": failing.measure,
    "fuzz": fuzz.measure,
    "scrape": scrape.measure,
}


def main():
    parser = argparse.ArgumentParser(prog="bench/gateway/run")
    parser.add_argument("--warm-up", type=int, default=60_000, metavar="REQUESTS")
    parser.add_argument(
        "--all", action="store_true",
        help="let a client leave 1,000 times instead of 200, and a provider fail 200,000 times instead of 20,000")
    parser.add_argument("--seed", type=int, default=random.randrange(10**9), metavar="N", help="of the random bytes")
    options = figures.asked_for(parser, FIGURES)
    with tempfile.TemporaryDirectory(prefix="ccproxy-bench-") as folder:
        scratch = pathlib.Path(folder)
        if not figures.built(options, lambda: tools.compile_all(scratch)):
            return 2
        # Two figures are of the same servers.
        measures = dict.fromkeys(FIGURES[name] for name in FIGURES if name in options.figures)
        return figures.measured(options, [
            (measure.__module__, kind, _in_a_folder(measure, kind, scratch, options))
            for measure in measures for kind in options.kinds])


def _in_a_folder(measure, kind, scratch, options):
    """The measure with a folder of its own that has the tools."""
    def rows():
        with tempfile.TemporaryDirectory(dir=scratch) as directory:
            for name in ("stub", "load"):
                (pathlib.Path(directory) / name).symlink_to(scratch / name)
            yield from measure(kind, pathlib.Path(directory), options)
    return rows


if __name__ == "__main__":
    sys.exit(main())
