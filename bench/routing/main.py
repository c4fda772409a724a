"""Builds the WAR, measures the figures that are asked for on each server and prints them as one Markdown table."""

import argparse
import asyncio
import random
import subprocess
import sys
import traceback

import build
import cache
import dying
import flapping
import table

SERVERS = {"liberty": ["liberty"], "payara": ["payara"], "both": ["liberty", "payara"]}
FIGURES = {"dying": dying.measure, "cache": cache.measure, "flapping": flapping.measure}


def main():
    parser = argparse.ArgumentParser(prog="bench/routing/run")
    parser.add_argument("what", nargs="*", metavar="liberty|payara|both|" + "|".join(FIGURES))
    parser.add_argument("--minutes", type=float, default=5, metavar="N", help="how long targets flap")
    parser.add_argument("--seed", type=int, default=random.randrange(10**9), metavar="N", help="of what is random")
    options = parser.parse_args()
    kinds = SERVERS["both"]
    if options.what and options.what[0] in SERVERS:
        kinds = SERVERS[options.what.pop(0)]
    if any(name not in FIGURES for name in options.what):
        parser.error("there is no such figure")
    try:
        build.ensure(kinds)
    except (OSError, subprocess.CalledProcessError) as e:
        print(e, file=sys.stderr)
        return 2
    rows = {kind: [] for kind in kinds}
    bad = False
    for name in options.what or FIGURES:
        for kind in kinds:
            print(f"{name} on {kind} …", file=sys.stderr, flush=True)
            try:
                found = asyncio.run(FIGURES[name](kind, options))
            except Exception:
                traceback.print_exc()
                bad = True
                continue
            for row in found:
                print("  " + table.line(row), file=sys.stderr, flush=True)
                bad = bad or row.met is False
            rows[kind] += found
    print(build.about(kinds))
    print()
    print(table.markdown(rows))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
