"""What a request costs that is not streamed, beside a relay that does nothing else, and how long a lone client waits."""

import contextlib
import statistics

import bare
import bodies
import gateway
from nginx import Nginx
from router import Router
from server import Server
from table import Row
from tools import Stub, load

CONNECTIONS, BLOCKS, SECONDS = 16, 20, 1.5
BODY = 47 * 1024
CPU_BOUND = 1.25
LONE_BLOCKS, LONE_REQUESTS, LONE_BOUND = 20, 200, 1.0


class Target:
    """Where requests go: what it costs and how long it takes, in each block."""

    def __init__(self, name, port, request, cpu):
        self.name, self.port, self.request, self.cpu = name, port, request, cpu
        self.cost, self.rate, self.p50, self.p99 = [], [], [], []

    def block(self, directory, connections, **limit):
        before = self.cpu()
        told = load(directory, self.port, self.request, connections, **limit)
        self.cost.append((self.cpu() - before) / told["requests"] * 1e6)
        self.rate.append(told["requests"] / told["seconds"])
        self.p50.append(told["first"]["p50"] / 1e3)
        self.p99.append(told["first"]["p99"] / 1e3)


def measure(kind, directory, options):
    """The figures json and lone, as far as they are wanted."""
    with contextlib.ExitStack() as stack:
        stub = stack.enter_context(Stub(directory))
        ours = stack.enter_context(Server(kind, gateway.environment(stub)))
        pid = ours.pid
        request = bodies.request(directory, "json", BODY)
        through = Target("gateway", ours.port, request, lambda: ours.cpu(pid))
        load(directory, ours.port, request, CONNECTIONS, requests=options.warm_up)
        if "json" in options.figures:
            url = f"http://127.0.0.1:{stub.port}/json/v1/messages"
            relay = stack.enter_context(
                Server(kind, {"BENCH_RELAY_URL": url}, root=bare.war(directory)))
            relay_pid = relay.pid
            other = Target("bare relay", relay.port, request, lambda: relay.cpu(relay_pid))
            load(directory, relay.port, request, CONNECTIONS, requests=options.warm_up)
            plain = stack.enter_context(Nginx(directory, stub, "/json"))
            targets = [through, other, Target("nginx", plain.port, request, plain.cpu)]
            yield from _json(targets, directory)
            router = stack.enter_context(Router(directory, stub))
            yield _beside(Target("claude-code-router", router.port, request, router.cpu), directory)
        if "lone" in options.figures:
            directly = Target("directly", stub.port, bodies.request(
                directory, "json", BODY, path="/json/v1/messages"), lambda: 0)
            yield _lone(Target("gateway", ours.port, request, lambda: 0), directly, directory)


def _json(targets, directory):
    for block in range(BLOCKS):
        for target in targets[block % len(targets):] + targets[:block % len(targets)]:
            target.block(directory, CONNECTIONS, seconds=SECONDS)
    yield from map(_row, targets)
    ratios = [a / b for a, b in zip(targets[0].cost, targets[1].cost)]
    ratio = statistics.median(ratios)
    yield Row("CPU of a request to that of the bare relay", f"≤ {CPU_BOUND} ×",
              f"{ratio:.2f} × ({min(ratios):.2f} to {max(ratios):.2f} in {BLOCKS} blocks)", ratio <= CPU_BOUND)


def _beside(target, directory):
    """Not in turn with the others: it takes so long for a request that it would disturb them."""
    for _ in range(BLOCKS // 2):
        target.block(directory, CONNECTIONS, seconds=SECONDS)
    return _row(target)


def _row(target):
    return Row(f"47 KB up, 2 KB down, {target.name}: CPU a request, requests a second, p50, p99", "",
               f"{statistics.median(target.cost):.0f} µs, {statistics.median(target.rate):,.0f}, "
               f"{statistics.median(target.p50):.2f} ms, {statistics.median(target.p99):.2f} ms", None)


def _lone(through, directly, directory):
    for _ in range(LONE_BLOCKS):
        for target in (through, directly):
            target.block(directory, 1, requests=LONE_REQUESTS)
    more = statistics.median(a - b for a, b in zip(through.p50, directly.p50))
    return Row("a lone client waits longer than directly, p50", f"≤ {LONE_BOUND:.0f} ms",
               f"{more:.2f} ms ({statistics.median(through.p50):.2f} ms, {statistics.median(directly.p50):.2f} ms)",
               more <= LONE_BOUND)
