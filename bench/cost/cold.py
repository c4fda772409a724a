"""What a request costs a server that is seldom asked: the first one after the start, and then one every ten seconds."""

import statistics
import time

from server import Client
from table import Row

EVERY, ROUNDS = 10, 12
TARGETS = {"GET /status": "/status", "empty JAX-RS resource": "/empty/resource", "empty servlet": "/empty/servlet"}


def measure(server):
    pid = server.pid
    client = Client(server.port)
    cost = {name: [] for name in TARGETS}
    took = {name: [] for name in TARGETS}
    for _ in range(ROUNDS):
        begin = time.monotonic()
        for name, path in TARGETS.items():
            cpu, start = server.cpu(pid), time.perf_counter()
            status, _ = client.get(path)
            took[name].append((time.perf_counter() - start) * 1e3)
            cost[name].append((server.cpu(pid) - cpu) * 1e3)
            if status != 200:
                raise RuntimeError(f"{path} answers {status}")
            time.sleep(0.5)
        time.sleep(max(0, begin + EVERY - time.monotonic()))
    return [Row(
        f"{name}, asked every {EVERY} s: CPU of the first, median of the next; time of the first, median", "",
        f"{cost[name][0]:.1f} ms, {statistics.median(cost[name][1:]):.2f} ms; "
        f"{took[name][0]:.1f} ms, {statistics.median(took[name][1:]):.2f} ms", None) for name in TARGETS]
