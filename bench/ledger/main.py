"""Measures what the ledger and its budgets cost, and whether they are right."""

import argparse
import functools
import pathlib
import sys
import tempfile

import cost
import figures
import nodes
import outage
import tests
import tools

FIGURES = {"cost": cost.measure, "nodes": nodes.measure, "outage": outage.measure}
# Without a server.
ALONE = {"sums": tests.sums, "kills": tests.kills}


def main():
    parser = argparse.ArgumentParser(prog="bench/ledger/run")
    parser.add_argument("--attempts", type=int, default=5_000_000, metavar="N", help="of the month that is added up")
    parser.add_argument("--kills", type=int, default=200, metavar="N", help="how often a program is killed")
    parser.add_argument("--minutes", type=float, default=10, metavar="N", help="how long the database stands still")
    parser.add_argument(
        "--before", type=pathlib.Path, metavar="WAR", help="one without the ledger, by which the cost is judged")
    options = figures.asked_for(parser, [*ALONE, *FIGURES])
    with tempfile.TemporaryDirectory(prefix="ccproxy-bench-") as scratch:
        options.scratch = pathlib.Path(scratch)
        if not figures.built(options, lambda: tools.compile_all(options.scratch)):
            return 2
        alone = [(name, None, functools.partial(ALONE[name], options)) for name in options.figures if name in ALONE]
        return figures.measured(options, alone + [
            (name, kind, functools.partial(FIGURES[name], kind, options))
            for name in options.figures if name in FIGURES for kind in options.kinds])


if __name__ == "__main__":
    sys.exit(main())
