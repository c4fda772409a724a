"""Measures where requests go while targets fail and come back."""

import argparse
import functools
import random
import sys

import cache
import dying
import figures
import flapping

FIGURES = {"dying": dying.measure, "cache": cache.measure, "flapping": flapping.measure}


def main():
    parser = argparse.ArgumentParser(prog="bench/routing/run")
    parser.add_argument("--minutes", type=float, default=5, metavar="N", help="how long targets flap")
    parser.add_argument("--seed", type=int, default=random.randrange(10**9), metavar="N", help="of what is random")
    options = figures.asked_for(parser, FIGURES)
    if not figures.built(options):
        return 2
    return figures.measured(options, [
        (name, kind, functools.partial(FIGURES[name], kind, options)) for name in options.figures for kind in options.kinds])


if __name__ == "__main__":
    sys.exit(main())
