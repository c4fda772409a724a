"""What it costs to translate: an event of a stream, and the first turn of a coding tool."""

import contextlib
import statistics

import bodies
import gateway
from router import Router
from server import Server
from table import Row
from tools import Stub, load

STREAMS, EVENTS, CLIENTS, BLOCKS, SECONDS = 32, 200, 8, 8, 2
FIRST_TURN = 90 * 1024
WARM_UP_PART = 10
# It is slower, and its engine takes less to be warm.
ROUTERS_PART = 100
EVENT_BOUND, FIRST_TURN_BOUND = 2, 3
FORMATS = {"openai": "OpenAI's", "gemini": "Gemini's"}


class Target:
    """CPU of a request in each block, in µs."""

    def __init__(self, port, request, connections, cpu):
        self.port, self.request, self.connections, self.cpu = port, request, connections, cpu
        self.cost = []

    def warm_up(self, directory, requests):
        load(directory, self.port, self.request, self.connections, requests=requests)

    def block(self, directory):
        before = self.cpu()
        told = load(directory, self.port, self.request, self.connections, seconds=SECONDS)
        self.cost.append((self.cpu() - before) / told["requests"] * 1e6)


def measure(kind, directory, options):
    with contextlib.ExitStack() as stack:
        stub = stack.enter_context(Stub(directory))
        server = stack.enter_context(Server(kind, gateway.environment(stub)))
        router = stack.enter_context(Router(directory, stub))
        pid = server.pid
        ours = {"gateway": (server.port, lambda: server.cpu(pid)), "claude-code-router": (router.port, router.cpu)}
        streams = {(where, name): Target(port, bodies.request(directory, name, 1024, stream=True), STREAMS, cpu)
                   for where, (port, cpu) in ours.items() for name in ("passes", *FORMATS)}
        turns = {(where, name): Target(port, bodies.first_turn(directory, f"{name}-short", FIRST_TURN), CLIENTS, cpu)
                 for where, (port, cpu) in ours.items() for name in ("passes", *FORMATS)}
        for (where, name), target in turns.items():
            target.warm_up(directory, options.warm_up // (1 if where == "gateway" else ROUTERS_PART))
        for target in streams.values():
            target.warm_up(directory, options.warm_up // WARM_UP_PART // WARM_UP_PART)
        for _ in range(BLOCKS):
            for target in (*streams.values(), *turns.values()):
                target.block(directory)
    for name, called in FORMATS.items():
        passed, translated = streams["gateway", "passes"].cost, streams["gateway", name].cost
        ratio = statistics.median(b / a for a, b in zip(passed, translated))
        yield Row(f"CPU of an event of {called} format, translated, to that of one that passes", f"≤ {EVENT_BOUND} ×",
                  f"{ratio:.2f} × ({_event(translated)} µs, {_event(passed)} µs; claude-code-router"
                  f" {_event(streams['claude-code-router', name].cost)} µs)", ratio <= EVENT_BOUND)
        passed, translated = turns["gateway", "passes"].cost, turns["gateway", name].cost
        more = statistics.median(b - a for a, b in zip(passed, translated)) / 1e3
        yield Row(f"CPU to translate a first turn of 90 KB to {called} format", f"< {FIRST_TURN_BOUND} ms",
                  f"{more:.2f} ms ({_turn(translated)} ms, {_turn(passed)} ms if it passes; claude-code-router"
                  f" {_turn(turns['claude-code-router', name].cost)} ms)", more < FIRST_TURN_BOUND)


def _event(costs):
    return f"{statistics.median(costs) / EVENTS:.1f}"


def _turn(costs):
    return f"{statistics.median(costs) / 1e3:.2f}"
