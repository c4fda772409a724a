"""What a body of 1 MB costs, and one of 2 MB."""

import contextlib
import statistics

import bodies
import gateway
from plain import Target
from server import Server
from table import Row
from tools import Stub, load

MB = 1024 * 1024
WARM_UP_PART = 20
BLOCKS, REQUESTS = 12, 40
FIRST_BOUND, LINEAR_BOUND = 5, 2.5


def measure(kind, directory, options):
    with contextlib.ExitStack() as stack:
        stub = stack.enter_context(Stub(directory))
        server = stack.enter_context(Server(kind, gateway.environment(stub)))
        pid = server.pid

        def cpu():
            return server.cpu(pid)

        one = Target("1 MB", server.port, bodies.request(directory, "json", MB), cpu)
        two = Target("2 MB", server.port, bodies.request(directory, "json", 2 * MB), cpu)
        directly = Target(
            "directly", stub.port, bodies.request(directory, "json", MB, path="/json/v1/messages"), lambda: 0)
        for target in (one, two):
            load(directory, server.port, target.request, 1, requests=options.warm_up // WARM_UP_PART // 2)
        for _ in range(BLOCKS):
            for target in (one, directly, two):
                target.block(directory, 1, requests=REQUESTS)
    more = statistics.median(a - b for a, b in zip(one.p50, directly.p50))
    yield Row("1 MB up: first byte later than directly, p50", f"≤ {FIRST_BOUND} ms",
              f"{more:.2f} ms ({statistics.median(one.p50):.2f} ms, {statistics.median(directly.p50):.2f} ms)",
              more <= FIRST_BOUND)
    ratio = statistics.median(b / a for a, b in zip(one.cost, two.cost))
    yield Row("CPU of 2 MB to that of 1 MB", f"≤ {LINEAR_BOUND} ×",
              f"{ratio:.2f} × ({statistics.median(two.cost) / 1e3:.2f} ms, {statistics.median(one.cost) / 1e3:.2f} ms)",
              ratio <= LINEAR_BOUND)
