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

BLOCKS, SECONDS, CONNECTIONS = 20, 1.5, 16
STREAM_BLOCKS = 12
# With all connections busy, a response takes as long as the CPU that it and those before it want: so a lone client is asked.
LONE_SECONDS = 1
CPU_BOUND = 1.05
# The JIT compiler goes on for some 400,000 requests; before, what it has not done yet costs more than what is measured.
WARM_UP = 400_000
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
        folder = options.scratch / f"{kind}-data"
        folder.mkdir()
        plain = gateway.environment(stub)
        with_budgets = gateway.environment(stub, **budgets)
        servers = {
            "without": Server(kind, plain, root=options.before, ours=True) if options.before else Server(kind, plain),
            "H2": Server(kind, {**with_budgets, "CCPROXY_DATA_DIR": str(folder)}),
            "PostgreSQL": Server(kind, {**with_budgets, **database.environment()}),
        }
        for server in servers.values():
            stack.enter_context(server)
        than = "a WAR without the ledger" if options.before else "a server without a database and budgets"
        for what, provider, stream, blocks, warm_up in (
                ("47 KB up, 2 KB down", "json", False, BLOCKS, WARM_UP),
                ("a stream of 20 events", "events", True, STREAM_BLOCKS, STREAM_WARM_UP)):
            request = bodies.request(options.scratch, provider, 47 * 1024, stream=stream)
            targets = [Measured(name, server, request) for name, server in servers.items()]
            for target in targets:
                load(options.scratch, target.port, request, CONNECTIONS, requests=warm_up)
            for block in range(blocks):
                turn = block % len(targets)
                for target in targets[turn:] + targets[:turn]:
                    target.block(options.scratch, CONNECTIONS, seconds=SECONDS)
            yield from _rows(what, targets, than)


def _rows(what, targets, than):
    without = targets[0]
    yield Row(f"{what}: CPU a request, p50 of a lone client, without", "",
              f"{statistics.median(without.cost):.0f} µs (and the JIT compiler's {statistics.median(without.compiled):.0f} µs),"
              f" {statistics.median(without.lone):.2f} ms", None)
    quarters = statistics.quantiles(without.lone, n=4)
    noise = quarters[2] - quarters[0]
    for target in targets[1:]:
        ratios = [a / b for a, b in zip(target.cost, without.cost)]
        whole = statistics.median(a / b for a, b in zip(target.with_compiler, without.with_compiler))
        ratio = statistics.median(ratios)
        yield Row(f"{what}: CPU with {target.name} and budgets to that of {than}", f"≤ {CPU_BOUND} ×",
                  f"{ratio:.3f} × ({statistics.median(target.cost):.0f} µs; with the JIT compiler's"
                  f" {statistics.median(target.compiled):.0f} µs {whole:.3f} ×)", ratio <= CPU_BOUND)
        later = statistics.median(a - b for a, b in zip(target.lone, without.lone))
        yield Row(f"{what}: p50 of a lone client with {target.name} and budgets, later", f"≤ {noise:.2f} ms",
                  f"{later:+.2f} ms", later <= noise)
