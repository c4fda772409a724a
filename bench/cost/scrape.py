"""What a scrape of a hundred providers costs, right after the start and later, and how large it is."""

import contextlib
import statistics
import time

import providers
import wait
from fakes import Fake, answer
from server import Client, Server
from table import Row

PROVIDERS = 100
CPU_BOUND, SIZE_BOUND = 5, 200
COLD, WARM_UP, ROUNDS = 20, 1000, 200
FORMATS = ["openmetrics", "prometheus"]


def measure(kind):
    with contextlib.ExitStack() as stack:
        port = stack.enter_context(Fake(lambda head: answer())).port
        urls = {f"provider-{name}": f"http://127.0.0.1:{port}/{name}/v1" for name in providers.names(PROVIDERS)}
        server = stack.enter_context(Server(kind, providers.environment(urls)))
        client = Client(server.port)
        wait.until("first round", lambda: client.get("/health/started")[0] == 200, 60)
        for scraped in FORMATS:
            yield _row(server, client, scraped)


def _row(server, client, scraped):
    pid = server.pid

    def scrape():
        cpu = server.cpu(pid)
        status, body = client.get(f"/status?format={scraped}")
        if status != 200 or body.count(b"ccproxy_provider_state{") != 5 * PROVIDERS:
            raise RuntimeError(f"A scrape answers {status}: {body[:200]}")
        return (server.cpu(pid) - cpu) * 1e3, len(body) / 1024

    cold = []
    for _ in range(COLD):
        time.sleep(1)
        cold.append(scrape()[0])
    for _ in range(WARM_UP):
        scrape()
    warm = [scrape() for _ in range(ROUNDS)]
    cpu, size = statistics.median(cost for cost, _ in warm), max(size for _, size in warm)
    return Row(
        f"{scraped} with {PROVIDERS} providers: CPU a scrape, after {WARM_UP}; of the first {COLD}, a second apart; size",
        f"< {CPU_BOUND} ms, < {SIZE_BOUND} KiB",
        f"{cpu:.2f} ms; {statistics.median(cold):.1f} ms; {size:.0f} KiB", cpu < CPU_BOUND and size < SIZE_BOUND)
