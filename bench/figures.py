"""Which figures are asked for on which servers, and what has been measured, as one Markdown table."""

import asyncio
import inspect
import subprocess
import sys
import traceback

import build
import table

SERVERS = {"liberty": ["liberty"], "payara": ["payara"], "both": ["liberty", "payara"]}


def asked_for(parser, names):
    """What a command line says, with the kinds of servers and the names of the figures."""
    parser.add_argument("what", nargs="*", metavar="|".join([*SERVERS, *names]))
    options = parser.parse_args()
    options.kinds = SERVERS["both"]
    if options.what and options.what[0] in SERVERS:
        options.kinds = SERVERS[options.what.pop(0)]
    options.figures = options.what or list(names)
    if any(name not in names for name in options.figures):
        parser.error("there is no such figure")
    return options


def built(options, *more):
    """Builds what is measured. Whether it is there."""
    try:
        build.ensure(options.kinds)
        for each in more:
            each()
    except (OSError, subprocess.CalledProcessError) as e:
        print(e, file=sys.stderr)
        return False
    return True


def measured(options, measures):
    """
    Measures and prints. The exit code says whether every bound is met and everything could be measured.

    measures: of each figure its name, a kind of server, or None if it needs none, and what gives its rows
    """
    rows = {kind: [] for kind in options.kinds}
    bad = False
    for name, kind, measure in measures:
        print(f"{name} on {kind} …" if kind else f"{name} …", file=sys.stderr, flush=True)
        try:
            found = measure()
            for row in asyncio.run(found) if inspect.iscoroutine(found) else found:
                print("  " + table.line(row), file=sys.stderr, flush=True)
                bad = bad or row.met is False
                for each in [kind] if kind else options.kinds:
                    rows[each].append(row)
        except Exception:
            traceback.print_exc()
            bad = True
    print(build.about(options.kinds))
    print()
    print(table.markdown(rows))
    return 1 if bad else 0
