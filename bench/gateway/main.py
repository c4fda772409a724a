"""Builds the WAR, measures the figures that are asked for on each server and prints them as one Markdown table."""

import argparse
import pathlib
import random
import subprocess
import sys
import tempfile
import traceback

import build
import events
import failing
import fuzz
import gone
import large
import plain
import scrape
import streams
import table
import tools
import translated

SERVERS = {"liberty": ["liberty"], "payara": ["payara"], "both": ["liberty", "payara"]}
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
    parser.add_argument("what", nargs="*", metavar="liberty|payara|both|" + "|".join(FIGURES))
    parser.add_argument("--warm-up", type=int, default=60_000, metavar="REQUESTS")
    parser.add_argument(
        "--all", action="store_true",
        help="let a client leave 1,000 times instead of 200, and a provider fail 200,000 times instead of 20,000")
    parser.add_argument("--seed", type=int, default=random.randrange(10**9), metavar="N", help="of the random bytes")
    options = parser.parse_args()
    kinds = SERVERS["both"]
    if options.what and options.what[0] in SERVERS:
        kinds = SERVERS[options.what.pop(0)]
    options.figures = options.what or list(FIGURES)
    if any(name not in FIGURES for name in options.figures):
        parser.error("there is no such figure")
    rows = {kind: [] for kind in kinds}
    bad = False
    with tempfile.TemporaryDirectory(prefix="ccproxy-bench-") as scratch:
        try:
            build.ensure(kinds)
            tools.compile_all(pathlib.Path(scratch))
        except (OSError, subprocess.CalledProcessError) as e:
            print(e, file=sys.stderr)
            return 2
        # Two figures are of the same servers.
        for measure in dict.fromkeys(FIGURES[name] for name in FIGURES if name in options.figures):
            for kind in kinds:
                bad = _measure(measure, kind, pathlib.Path(scratch), options, rows[kind]) or bad
    print(build.about(kinds))
    print()
    print(table.markdown(rows))
    return 1 if bad else 0


def _measure(measure, kind, scratch, options, rows):
    """Gives whether a bound is missed, or something could not be measured."""
    print(f"{measure.__module__} on {kind} …", file=sys.stderr, flush=True)
    bad = False
    try:
        with tempfile.TemporaryDirectory(dir=scratch) as directory:
            for name in ("stub", "load"):
                (pathlib.Path(directory) / name).symlink_to(scratch / name)
            for row in measure(kind, pathlib.Path(directory), options):
                print("  " + table.line(row), file=sys.stderr, flush=True)
                bad = bad or row.met is False
                rows.append(row)
    except Exception:
        traceback.print_exc()
        bad = True
    return bad


if __name__ == "__main__":
    sys.exit(main())
