"""How long events wait in the gateway, and how much later than the provider's the first byte of a stream comes."""

import contextlib
import statistics

import bare
import bodies
import gateway
from server import Server
from table import Row
from tools import Stub, load

STREAMS, BLOCKS, SECONDS = 32, 10, 3
WARM_UP_PART = 10
BODY = 8 * 1024
EVENT_BOUND, FIRST_BOUND = 1, 2


def measure(kind, directory, options):
    with contextlib.ExitStack() as stack:
        stub = stack.enter_context(Stub(directory))
        path = gateway.PATHS["events"] + "/v1/messages"
        server = stack.enter_context(Server(kind, gateway.environment(stub)))
        url = f"http://127.0.0.1:{stub.port}{path}"
        relay = stack.enter_context(Server(kind, {"BENCH_RELAY_URL": url}, root=bare.war(directory)))
        request = bodies.request(directory, "events", BODY, stream=True)
        pid, relay_pid = server.pid, relay.pid
        targets = [
            Target(server.port, request, lambda: server.cpu(pid)),
            Target(relay.port, request, lambda: relay.cpu(relay_pid)),
            Target(stub.port, bodies.request(directory, "events", BODY, stream=True, path=path), lambda: 0)]
        for target in targets[:2]:
            load(directory, target.port, request, STREAMS, requests=options.warm_up // WARM_UP_PART)
        for _ in range(BLOCKS):
            for target in targets:
                target.block(directory)
    ours, other, directly = targets
    event, first = ours.median("events", "p50"), ours.median("begun", "p50")
    yield Row(f"{STREAMS} streams, 20 events 2 ms apart: an event is on its way, p50", f"≤ {EVENT_BOUND} ms",
              f"{event:.2f} ms (the bare relay {other.median('events', 'p50'):.2f} ms,"
              f" directly {directly.median('events', 'p50'):.2f} ms)", event <= EVENT_BOUND)
    yield Row("the first byte of a stream is on its way, p50", f"≤ {FIRST_BOUND} ms",
              f"{first:.2f} ms (the bare relay {other.median('begun', 'p50'):.2f} ms,"
              f" directly {directly.median('begun', 'p50'):.2f} ms)", first <= FIRST_BOUND)
    yield Row("CPU a stream of 20 events: the gateway, the bare relay", "",
              f"{statistics.median(ours.cost):.0f} µs, {statistics.median(other.cost):.0f} µs; "
              f"{statistics.median(a / b for a, b in zip(ours.cost, other.cost)):.2f} ×", None)


class Target:
    """Where streams are asked for, and what the load generator has told of each block."""

    def __init__(self, port, request, cpu):
        self.port, self.request, self.cpu = port, request, cpu
        self.told, self.cost = [], []

    def block(self, directory):
        before = self.cpu()
        told = load(directory, self.port, self.request, STREAMS, seconds=SECONDS)
        self.cost.append((self.cpu() - before) / told["requests"] * 1e6)
        self.told.append(told)

    def median(self, name, what):
        """In ms."""
        return statistics.median(one[name][what] for one in self.told) / 1e3
