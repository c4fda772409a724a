"""What a request for /status costs while a thousand providers hang."""

import contextlib
import time

import providers
import wait
from fakes import Fake
from server import Client, Server
from table import Row, percentile

PROVIDERS = 1000
BATCH = 250
BATCHES = 20
WARM_UP = 20
IDLE = 10
BOUND = 1.5


class Hanging:
    """Accepts, reads and says nothing."""

    def __init__(self):
        self.asked = set()

    def __call__(self, head):
        self.asked.add(head.split(b"/", 2)[1])


class Meter:
    """Asks one server in batches and adds up what they cost."""

    def __init__(self, server):
        self.server = server
        self.pid = server.pid
        self.client = Client(server.port)
        self.reset()

    def reset(self):
        self.seconds = []
        self.cpu = 0
        self.wall = 0
        self.idle = 0

    def batch(self):
        start, cpu = time.monotonic(), self.server.cpu(self.pid)
        for _ in range(BATCH):
            asked = time.monotonic()
            status, _ = self.client.get("/status")
            self.seconds.append(time.monotonic() - asked)
            if status != 200:
                raise RuntimeError(f"/status answers {status}")
        self.cpu += self.server.cpu(self.pid) - cpu
        self.wall += time.monotonic() - start

    def cost(self):
        """Seconds of CPU a request, less what the server uses meanwhile without requests."""
        return (self.cpu - self.idle * self.wall) / len(self.seconds)


def measure(kind):
    fake = Hanging()
    with contextlib.ExitStack() as stack:
        port = stack.enter_context(Fake(fake)).port
        urls = {name: f"http://127.0.0.1:{port}/{name}/v1" for name in providers.names(PROVIDERS)}
        hanging = Meter(stack.enter_context(Server(kind, providers.environment(urls))))
        none = Meter(stack.enter_context(Server(kind, {})))
        meters = [hanging, none]
        _batches(meters, WARM_UP)
        wait.until("every provider to hang once", lambda: len(fake.asked) == PROVIDERS, 180)
        cpu = [meter.server.cpu(meter.pid) for meter in meters]
        time.sleep(IDLE)
        for meter, before in zip(meters, cpu):
            meter.reset()
            meter.idle = (meter.server.cpu(meter.pid) - before) / IDLE
        _batches(meters, BATCHES)
    ratio = hanging.cost() / none.cost()
    p50 = [percentile(meter.seconds, 0.5) for meter in meters]
    return [
        Row("1,000 hang: CPU of a /status", f"≤ {BOUND} × none",
            f"{ratio:.2f} × ({hanging.cost() * 1e6:.0f} : {none.cost() * 1e6:.0f} µs)",
            ratio <= BOUND),
        Row("1,000 hang: p50 of a /status", f"≤ {BOUND} × none",
            f"{p50[0] / p50[1]:.2f} × ({p50[0] * 1e6:.0f} : {p50[1] * 1e6:.0f} µs)", p50[0] / p50[1] <= BOUND),
    ]


def _batches(meters, count):
    """In turn, so that both meet the same noise."""
    for _ in range(count):
        for meter in meters:
            meter.batch()
