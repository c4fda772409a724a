"""What the ledger and budgets cost a request, with each database, beside a server that has neither."""

import contextlib
import statistics

import bodies
import gateway
from plain import Target
from postgresql import PostgreSql
from server import Server
from table import Row
from tools import Stub, load

# Of each kind there are some servers: what the JIT compiler makes of the same program differs by some percent from one JVM to
# the next.
SERVERS = 3
BLOCKS, SECONDS, CONNECTIONS = 12, 1.5, 16
# Under load before it is measured: after a pause, a server has given back what it had leased of its budgets.
AHEAD_SECONDS = 0.5
NAMES = ("without", "H2", "PostgreSQL")
# With all connections busy, a response takes as long as the CPU that it and those before it want: so a lone client is asked.
LONE_SECONDS = 1
CPU_BOUND = 1.05
# The JIT compiler goes on for some 300,000 requests; before, what it has not done yet costs more than what is measured.
WARM_UP = 300_000
STREAM_WARM_UP = 25_000


class Measured(Target):
    """A server; what its JIT compiler uses is told apart, because it is not a matter of requests."""

    def __init__(self, name, server, request):
        pid = server.pid
        super().__init__(name, server.port, request, lambda: server.cpu(pid) - server.compiler_cpu(pid))
        self.compiler = lambda: server.compiler_cpu(pid)
        self.compiled = []
        self.lone = []

    def block(self, directory, connections, **limit):
        load(directory, self.port, self.request, connections, seconds=AHEAD_SECONDS)
        before = self.compiler()
        super().block(directory, connections, **limit)
        self.compiled.append((self.compiler() - before) / (self.rate[-1] * limit["seconds"]) * 1e6)
        self.lone.append(load(directory, self.port, self.request, 1, seconds=LONE_SECONDS)["first"]["p50"] / 1e3)

    @property
    def with_compiler(self):
        return [cost + compiled for cost, compiled in zip(self.cost, self.compiled)]


def measure(kind, options):
    with contextlib.ExitStack() as stack:
        stub = stack.enter_context(Stub(options.scratch))
        database = stack.enter_context(PostgreSql())
        prices = options.scratch / "prices"
        prices.write_text("json/* from=2026-01-01 input=3 output=15\nevents/* from=2026-01-01 input=3 output=15\n")
        budgets = {
            "limits_client_budget_per_day": "1000000 USD, 1000000000000 tokens",
            "limits_client_budget_per_month": "10000000 USD", "prices_file": prices}
        plain = gateway.environment(stub)
        with_budgets = gateway.environment(stub, **budgets)

        def server(name, number):
            if name == "without":
                return Server(kind, plain, root=options.before, ours=True) if options.before else Server(kind, plain)
            if name == "PostgreSQL":
                return Server(kind, {**with_budgets, **database.environment()})
            folder = options.scratch / f"{kind}-data-{number}"
            folder.mkdir()
            return Server(kind, {**with_budgets, "CCPROXY_DATA_DIR": str(folder)})

        servers = [(name, stack.enter_context(server(name, number))) for number in range(SERVERS) for name in NAMES]
        than = "a WAR without the ledger" if options.before else "a server without a database and budgets"
        for what, provider, stream, warm_up in (
                ("47 KB up, 2 KB down", "json", False, WARM_UP),
                ("a stream of 20 events", "events", True, STREAM_WARM_UP)):
            request = bodies.request(options.scratch, provider, 47 * 1024, stream=stream)
            targets = [Measured(name, server, request) for name, server in servers]
            for target in targets:
                load(options.scratch, target.port, request, CONNECTIONS, requests=warm_up)
            for block in range(BLOCKS):
                turn = block % len(targets)
                for target in targets[turn:] + targets[:turn]:
                    target.block(options.scratch, CONNECTIONS, seconds=SECONDS)
            yield from _rows(what, targets, than)


def _rows(what, targets, than):
    kinds = {name: [target for target in targets if target.name == name] for name in NAMES}
    without = kinds.pop("without")
    yield Row(f"{what}: CPU a request, p50 of a lone client, without", "",
              f"{_mean(without, 'cost'):.0f} µs ({_each(without)}; and the JIT compiler's {_mean(without, 'compiled'):.0f} µs),"
              f" {_mean(without, 'lone'):.2f} ms", None)
    quarters = statistics.quantiles([time for target in without for time in target.lone], n=4)
    noise = quarters[2] - quarters[0]
    for name, those in kinds.items():
        ratio = _mean(those, "cost") / _mean(without, "cost")
        whole = _mean(those, "with_compiler") / _mean(without, "with_compiler")
        yield Row(f"{what}: CPU with {name} and budgets to that of {than}", f"≤ {CPU_BOUND} ×",
                  f"{ratio:.3f} × ({_mean(those, 'cost'):.0f} µs: {_each(those)}; with the JIT compiler's"
                  f" {_mean(those, 'compiled'):.0f} µs {whole:.3f} ×)", ratio <= CPU_BOUND)
        later = _mean(those, "lone") - _mean(without, "lone")
        yield Row(f"{what}: p50 of a lone client with {name} and budgets, later", f"≤ {noise:.2f} ms",
                  f"{later:+.2f} ms", later <= noise)


def _mean(targets, figure):
    """Of the servers of one kind, each of which counts with the median of its blocks."""
    return statistics.mean(statistics.median(getattr(target, figure)) for target in targets)


def _each(targets):
    return ", ".join(f"{statistics.median(target.cost):.0f}" for target in targets)
