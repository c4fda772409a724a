"""What has been measured, as text."""

import dataclasses
import math

NAMES = {"liberty": "Open Liberty", "payara": "Payara Micro"}


@dataclasses.dataclass
class Row:
    """One measured value; met is None where it has no bound."""

    what: str
    bound: str
    value: str
    met: "bool | None"


def percentile(values, part):
    """The smallest value that is not exceeded by that part of them."""
    ordered = sorted(values)
    return ordered[max(math.ceil(part * len(ordered)) - 1, 0)]


def line(row):
    verdict = "" if row.met is None else " (met)" if row.met else " (MISSED)"
    return f"{row.what}: {row.value}; bound: {row.bound or 'none'}{verdict}"


def markdown(rows):
    """A table with a column for each server."""
    kinds = list(rows)
    lines = [
        "| measured | bound | " + " | ".join(NAMES[kind] for kind in kinds) + " |",
        "|---|---|" + "---|" * len(kinds),
    ]
    bounds = {row.what: row.bound for found in rows.values() for row in found}
    for what, bound in bounds.items():
        cells = [next((_cell(row) for row in rows[kind] if row.what == what), "not measured") for kind in kinds]
        lines.append(f"| {what} | {bound or '–'} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(row):
    return ("**MISSED** " if row.met is False else "") + row.value
