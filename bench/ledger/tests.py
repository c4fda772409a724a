"""What tests of the ledger measure, with as much as is asked for."""

import re
import subprocess

import build
from table import Row


def _run(test, **properties):
    """Their output. Bounds that are not met are in it."""
    ended = subprocess.run(
        ["mvn", "-B", "-q", "-Dstyle.color=never", "test", f"-Dtest={test}", *(f"-D{name.replace('_', '.')}={value}" for name, value in properties.items())],
        cwd=build.ROOT, capture_output=True, text=True, check=False)
    if ended.returncode and "There are test failures" not in ended.stdout:
        raise RuntimeError(ended.stdout[-3000:])
    # Maven colours the terminal even without a style.
    return re.sub(r"\x1b\[[0-9;]*m", "", ended.stdout)


def _all(pattern, told, least):
    """All lines of that pattern, which are at least so many: a figure that is missing would look as if it were met."""
    lines = re.findall(pattern, told, re.MULTILINE)
    if len(lines) < least:
        raise RuntimeError(f"Only {len(lines)} lines of {least} match {pattern}: {told[-3000:]}")
    return lines


def sums(options):
    """How soon the usage of a month is there, how many attempts are written, and what becomes of a budget in a race."""
    told = _run("UsageSizeTest,BudgetRaceTest", ledger_attempts=options.attempts, budget_attempts=100_000)
    found = []
    for storage, millis, query in _all(r"^(\w+): (\d+) ms for (\S+)$", told, 20):
        found.append(Row(f"{storage}, {options.attempts:,} attempts: {query}", "< 200 ms", f"{millis} ms", int(millis) < 200))
    for storage, rate, cpu in _all(r"^(\w+): (\d+) attempts written a second, (\d+) µs", told, 2):
        found.append(Row(f"{storage}: attempts written a second, CPU of each", "> 5,000", f"{int(rate):,}, {cpu} µs",
                         int(rate) > 5000))
    for how, used, budget, attempts in _all(
            r"^Three nodes, ([\w ]+): ([\d.]+) of ([\d.]+) dollars used by (\d+) attempts$", told, 2):
        part = float(used) / float(budget) * 100
        found.append(Row(f"three programs in one, {int(attempts):,} attempts, {how}: of the budget used",
                         "≤ 100 %" if how == "strict" else "≥ 98 %", f"{part:.2f} %",
                         part <= 100 if how == "strict" else part >= 98))
    failed = re.findall(r"^\[ERROR\] +(\S+:\d+.*)$", told, re.MULTILINE)
    found.append(Row("tests of the sums and the race that failed", "0", str(len(failed)) + "".join(f"; {each}" for each in failed),
                     not failed))
    return found


def kills(options):
    """A program that writes to the embedded database, killed at random moments."""
    told = _run("LedgerKillTest", ledger_kills=options.kills)
    counted = re.search(r"^(\d+) kills, (\d+) attempts$", told, re.MULTILINE)
    value = f"{counted[1]} kills, {int(counted[2]):,} attempts, 0 lost" if counted else told[-1000:]
    return [Row("kill -9 at random moments: committed attempts that are lost, or not in the sums", "0", value, bool(counted))]
