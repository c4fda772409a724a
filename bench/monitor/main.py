"""Measures how soon and how truly the status tells of providers."""

import argparse
import functools
import sys

import figures
import hanging
import kills
import phases
import recording
import thousand

FIGURES = {
    "kills": kills.measure,
    "thousand": thousand.measure,
    "hanging": hanging.measure,
    "phases": phases.measure,
    "recording": recording.measure,
}


def main():
    options = figures.asked_for(argparse.ArgumentParser(prog="bench/monitor/run"), FIGURES)
    if not figures.built(options):
        return 2
    return figures.measured(
        options, [(name, kind, functools.partial(FIGURES[name], kind)) for name in options.figures for kind in options.kinds])


if __name__ == "__main__":
    sys.exit(main())
