"""How long the server takes to its first 200, with our WAR and with an empty one."""

import statistics
import time

import build
import wait
from server import Client, Server
from table import Row

STARTS = 9
BOUND = 1.2


def measure(kind, empty):
    took = {"ours": [], "empty": []}
    for _ in range(STARTS):
        for name, war, path in (("ours", build.WAR, "/status"), ("empty", empty, "/resource")):
            took[name].append(_start(kind, war, path))
    ours, other = (statistics.median(took[name]) for name in took)
    ratios = [a / b for a, b in zip(took["ours"], took["empty"])]
    ratio = statistics.median(ratios)
    return [Row("start to the first 200: CCProxy, the empty WAR", f"≤ {BOUND} ×",
                f"{ours:.2f} s, {other:.2f} s; {ratio:.2f} × ({min(ratios):.2f} to {max(ratios):.2f} in {STARTS} pairs)",
                ratio <= BOUND)]


def _start(kind, war, path):
    begin = time.monotonic()
    server = Server(kind, {}, root=war)
    try:
        wait.until("first 200", lambda: _answers(server, path), 120, every=0.01)
        return time.monotonic() - begin
    finally:
        server.__exit__()


def _answers(server, path):
    try:
        return Client(server.port).get(path)[0] == 200
    except OSError:
        return False
