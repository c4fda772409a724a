"""Builds the WAR, measures the figures that are asked for on each server and prints them as one Markdown table."""

import argparse
import asyncio
import inspect
import pathlib
import subprocess
import sys
import tempfile
import traceback

import build
import cost
import nodes
import outage
import table
import tests
import tools

SERVERS = {"liberty": ["liberty"], "payara": ["payara"], "both": ["liberty", "payara"]}
FIGURES = {"cost": cost.measure, "nodes": nodes.measure, "outage": outage.measure}
# Without a server.
ALONE = {"sums": tests.sums, "kills": tests.kills}


def main():
    parser = argparse.ArgumentParser(prog="bench/ledger/run")
    parser.add_argument("what", nargs="*", metavar="|".join([*SERVERS, *ALONE, *FIGURES]))
    parser.add_argument("--attempts", type=int, default=5_000_000, metavar="N", help="of the month that is added up")
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="how often a program is killed")
    parser.add_argument("--minutes", type=float, default=10, metavar="N", help="how long the database stands still")
    parser.add_argument(
        "--before", type=pathlib.Path, metavar="WAR", help="one without the ledger, by which the cost is judged")
    options = parser.parse_args()
    kinds = SERVERS["both"]
    if options.what and options.what[0] in SERVERS:
        kinds = SERVERS[options.what.pop(0)]
    wanted = options.what or [*ALONE, *FIGURES]
    if any(name not in ALONE and name not in FIGURES for name in wanted):
        parser.error("there is no such figure")
    rows = {kind: [] for kind in kinds}
    bad = False
    with tempfile.TemporaryDirectory(prefix="ccproxy-bench-") as scratch:
        options.scratch = pathlib.Path(scratch)
        try:
            build.ensure(kinds)
            tools.compile_all(options.scratch)
        except (OSError, subprocess.CalledProcessError) as e:
            print(e, file=sys.stderr)
            return 2
        for name in wanted:
            for kind in kinds[:1] if name in ALONE else kinds:
                print(f"{name}{'' if name in ALONE else f' on {kind}'} …", file=sys.stderr, flush=True)
                try:
                    found = _found(name, kind, options)
                except Exception:
                    traceback.print_exc()
                    bad = True
                    continue
                for row in found:
                    print("  " + table.line(row), file=sys.stderr, flush=True)
                    bad = bad or row.met is False
                for each in kinds if name in ALONE else [kind]:
                    rows[each] += found
    print(build.about(kinds))
    print()
    print(table.markdown(rows))
    return 1 if bad else 0


def _found(name, kind, options):
    if name in ALONE:
        return ALONE[name](options)
    found = FIGURES[name](kind, options)
    return asyncio.run(found) if inspect.iscoroutine(found) else list(found)


if __name__ == "__main__":
    sys.exit(main())
