"""What a scrape costs, and how large it is, when every team has used every model."""

import asyncio
import contextlib
import itertools
import json
import pathlib
import statistics

import failures
import gateway
import wire
from server import Client, Server
from table import Row

PROVIDERS, MODELS_OF_EACH, TEAMS = 10, 5, 20
CPU_BOUND, SIZE_BOUND = 10, 400
AT_ONCE, WARM_UP, ROUNDS = 8, 1000, 200
FORMATS = ["openmetrics", "prometheus"]


def measure(kind, directory, options):
    return asyncio.run(_measure(kind, directory))


async def _measure(kind, directory):
    keys = pathlib.Path(directory) / "keys"
    keys.write_text("key client\n" + "".join(f"key-of-team-{team} client-{team} team=team-{team}\n" for team in range(TEAMS)))
    async with contextlib.AsyncExitStack() as stack:
        provider = await stack.enter_async_context(wire.Provider(_answer))
        urls = {f"provider-{number}": f"http://127.0.0.1:{provider.port}" for number in range(PROVIDERS)}
        settings = gateway.towards(urls, api_key_file=keys)
        del settings["CCPROXY_API_KEY"]
        server = await asyncio.to_thread(stack.enter_context, Server(kind, settings))
        # Each model has answered each team, and been cut short.
        uses = list(itertools.product(urls, range(MODELS_OF_EACH), range(TEAMS), (False, True)))
        await wire.all_of(uses, server.port, AT_ONCE, _use)
        return [await asyncio.to_thread(_row, server, scraped) for scraped in FORMATS]


def _answer(request):
    if json.loads(request.body)["stream"]:
        return [(failures.STREAM + wire.chunked([failures.START]), 0)], wire.Provider.KEEP
    return [(failures.whole(200, failures.MESSAGE), 0)], wire.Provider.KEEP


async def _use(client, use):
    provider, number, team, streamed = use
    body = json.dumps({"model": f"{provider},claude-of-{provider}-{number}", "stream": streamed}).encode()
    response = await client.ask([(
        f"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-key: key-of-team-{team}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body, 0)])
    if response.status != 200:
        raise RuntimeError(f"{use}: {response}")


def _row(server, scraped):
    pid, client = server.pid, Client(server.port)
    attempts = PROVIDERS * MODELS_OF_EACH * TEAMS * 2

    def scrape():
        cpu = server.cpu(pid)
        status, body = client.get(f"/status?format={scraped}", {"x-api-key": "key"})
        if status != 200 or body.count(b"ccproxy_gateway_attempts_total{") != attempts:
            raise RuntimeError(f"A scrape answers {status}: {body[:200]}")
        return (server.cpu(pid) - cpu) * 1e3, len(body) / 1024

    for _ in range(WARM_UP):
        scrape()
    warm = [scrape() for _ in range(ROUNDS)]
    cpu, size = statistics.median(cost for cost, _ in warm), max(size for _, size in warm)
    return Row(
        f"{scraped} with {PROVIDERS * MODELS_OF_EACH} models, {TEAMS} teams and {PROVIDERS} providers, each used and "
        f"failed once: CPU a scrape, after {WARM_UP}; size",
        f"< {CPU_BOUND} ms, < {SIZE_BOUND} KiB", f"{cpu:.2f} ms; {size:.0f} KiB",
        cpu < CPU_BOUND and size < SIZE_BOUND)
