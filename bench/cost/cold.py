"""What a request costs a server that is seldom asked: the first one after the start, and then one every ten seconds."""

import contextlib
import statistics
import time

from server import Client, Server
from table import Row

# Single requests differ by half, and so do the medians of one server by a tenth: it takes several.
SERVERS, EVERY, ROUNDS = 5, 10, 24
BOUND = 1.2
# In this order: the first one bears what the server itself does only once.
TARGETS = {"empty servlet": "/empty/servlet", "empty JAX-RS resource": "/empty/resource", "GET /status": "/status"}


def measure(kind, empty):
    cost = {name: [] for name in TARGETS}
    took = {name: [] for name in TARGETS}
    with contextlib.ExitStack() as stack:
        started = [stack.enter_context(Server(kind, {}, beside={"/empty": empty})) for _ in range(SERVERS)]
        asked = [(server, server.pid, Client(server.port)) for server in started]
        for _ in range(ROUNDS):
            for name, path in TARGETS.items():
                for server, pid, client in asked:
                    # As long a pause before each, which is what makes it cold.
                    time.sleep(EVERY / len(TARGETS) / SERVERS)
                    cpu, start = server.cpu(pid), time.perf_counter()
                    status, _ = client.get(path)
                    took[name].append((time.perf_counter() - start) * 1e3)
                    cost[name].append((server.cpu(pid) - cpu) * 1e3)
                    if status != 200:
                        raise RuntimeError(f"{path} answers {status}")
    first = {name: statistics.median(values[:SERVERS]) for name, values in cost.items()}
    later = {name: statistics.median(values[SERVERS:]) for name, values in cost.items()}
    rows = [Row(
        f"{name}, asked every {EVERY} s: CPU of the first, of the next; time of the first, of the next (medians)", "",
        f"{first[name]:.1f} ms, {later[name]:.2f} ms; {statistics.median(took[name][:SERVERS]):.1f} ms, "
        f"{statistics.median(took[name][SERVERS:]):.2f} ms", None) for name in reversed(TARGETS)]
    ratio = later["GET /status"] / later["empty JAX-RS resource"]
    return [*rows, Row(
        f"CPU of GET /status to that of the empty JAX-RS resource, asked every {EVERY} s", f"≤ {BOUND} ×",
        f"{ratio:.2f} × (medians of {len(cost['GET /status']) - SERVERS} on {SERVERS} servers)", ratio <= BOUND)]
