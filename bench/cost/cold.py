"""What a request costs a server that is seldom asked: the first one after the start, and then one every ten seconds."""

import statistics
import time

from server import Client
from table import Row

EVERY, ROUNDS = 10, 24
BOUND = 1.2
# In this order: the first one bears what the server itself does only once.
TARGETS = {"empty servlet": "/empty/servlet", "empty JAX-RS resource": "/empty/resource", "GET /status": "/status"}


def measure(server):
    pid = server.pid
    client = Client(server.port)
    cost = {name: [] for name in TARGETS}
    took = {name: [] for name in TARGETS}
    for _ in range(ROUNDS):
        for name, path in TARGETS.items():
            # As long a pause before each, which is what makes it cold.
            time.sleep(EVERY / len(TARGETS))
            cpu, start = server.cpu(pid), time.perf_counter()
            status, _ = client.get(path)
            took[name].append((time.perf_counter() - start) * 1e3)
            cost[name].append((server.cpu(pid) - cpu) * 1e3)
            if status != 200:
                raise RuntimeError(f"{path} answers {status}")
    medians = {name: statistics.median(values[1:]) for name, values in cost.items()}
    rows = [Row(
        f"{name}, asked every {EVERY} s: CPU of the first, median of the next; time of the first, median", "",
        f"{cost[name][0]:.1f} ms, {medians[name]:.2f} ms; "
        f"{took[name][0]:.1f} ms, {statistics.median(took[name][1:]):.2f} ms", None) for name in reversed(TARGETS)]
    ratio = medians["GET /status"] / medians["empty JAX-RS resource"]
    return [*rows, Row(
        f"median CPU of GET /status to that of the empty JAX-RS resource, asked every {EVERY} s", f"≤ {BOUND} ×",
        f"{ratio:.2f} ×", ratio <= BOUND)]
