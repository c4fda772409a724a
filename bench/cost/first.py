"""What the first request after the start costs: that of /status, and that of the empty JAX-RS resource."""

import statistics
import subprocess
import time

import build
import wait
from server import Client, Server
from table import Row

STARTS = 15
BOUND = 1.2
STARTED = {"liberty": "CWWKZ0001I", "payara": "ready in"}
# A server that uses less than this, in seconds of CPU in a second, has done with its start.
IDLE = 0.02


def measure(kind, empty):
    cost = {"ours": [], "empty": []}
    took = {"ours": [], "empty": []}
    for _ in range(STARTS):
        for name, war, path in (("ours", build.WAR, "/status"), ("empty", empty, "/resource")):
            cpu, wall = _first(kind, war, path)
            cost[name].append(cpu)
            took[name].append(wall)
    ours, other = (statistics.median(cost[name]) for name in cost)
    walls = ", ".join(f"{statistics.median(took[name]):.0f} ms" for name in took)
    return [Row("the first request after the start, CPU (and time): CCProxy, the empty WAR", f"≤ {BOUND} ×",
                f"{ours:.0f} ms, {other:.0f} ms; {ours / other:.2f} × (medians of {STARTS}; {walls})",
                ours / other <= BOUND)]


def _first(kind, war, path):
    server = Server(kind, {}, root=war)
    try:
        wait.until("start of a server", lambda: STARTED[kind] in server.log(), 120)
        pid = server.pid
        # A collection that falls due meanwhile costs a third of the request, and falls due by chance.
        subprocess.run(["jcmd", str(pid), "GC.run"], check=True, stdout=subprocess.DEVNULL)
        wait.until("rest after the start", lambda: _uses(server, pid) < IDLE, 60)
        cpu, start = server.cpu(pid), time.perf_counter()
        status, _ = Client(server.port).get(path)
        wall = time.perf_counter() - start
        if status != 200:
            raise RuntimeError(f"{path} answers {status}")
        return (server.cpu(pid) - cpu) * 1e3, wall * 1e3
    finally:
        server.__exit__()


def _uses(server, pid):
    """Seconds of CPU in the next second."""
    cpu = server.cpu(pid)
    time.sleep(1)
    return server.cpu(pid) - cpu
