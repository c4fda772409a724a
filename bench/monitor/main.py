"""Builds the WAR, measures the figures that are asked for on each server and prints them as one Markdown table."""

import sys
import traceback

import build
import hanging
import kills
import phases
import recording
import table
import thousand

SERVERS = {"liberty": ["liberty"], "payara": ["payara"], "both": ["liberty", "payara"]}
FIGURES = {
    "kills": kills.measure,
    "thousand": thousand.measure,
    "hanging": hanging.measure,
    "phases": phases.measure,
    "recording": recording.measure,
}


def main(arguments):
    kinds = SERVERS["both"]
    if arguments and arguments[0] in SERVERS:
        kinds = SERVERS[arguments.pop(0)]
    wrong = [name for name in arguments if name not in FIGURES]
    if wrong:
        print(f"usage: bench/monitor/run [{'|'.join(SERVERS)}] [{'|'.join(FIGURES)} …]", file=sys.stderr)
        return 2
    build.ensure(kinds)
    rows = {kind: [] for kind in kinds}
    bad = False
    for name in arguments or FIGURES:
        for kind in kinds:
            print(f"{name} on {kind} …", file=sys.stderr, flush=True)
            try:
                found = FIGURES[name](kind)
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
    sys.exit(main(sys.argv[1:]))
