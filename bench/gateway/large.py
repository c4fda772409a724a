"""What a body of 1 MB costs, and one of 2 MB, and how much of the heap bodies take."""

import asyncio
import contextlib
import json
import statistics

import bodies
import failures
import gateway
import wire
from plain import Target
from server import Server
from table import Row
from tools import Stub, load

MB = 1024 * 1024
WARM_UP_PART = 20
BLOCKS, REQUESTS = 12, 40
FIRST_BOUND, LINEAR_BOUND = 5, 2.5
# Bodies that are held at once, of so many MB each, while the provider keeps silent for so many seconds.
HELD, HELD_MB, SILENT = 8, 8, 20
HEAP_BOUND = 3


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
    yield asyncio.run(_heap(kind))


async def _heap(kind):
    """What the heap has more for a body, after a full collection, while the provider has not begun to respond."""
    arrived = asyncio.Semaphore(0)

    def answer(request):
        arrived.release()
        return [(b"", SILENT), (failures.whole(200, failures.MESSAGE), 0)], wire.Provider.KEEP

    body = json.dumps({"model": "held,m", "messages": "x" * (HELD_MB * MB)}).encode()
    request = (f"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-key: key\r\n"
               f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body

    async def one(client, number):
        response = await client.ask([(request, 0)])
        if response.status != 200:
            raise RuntimeError(repr(response))

    async with contextlib.AsyncExitStack() as stack:
        provider = await stack.enter_async_context(wire.Provider(answer))
        server = await asyncio.to_thread(stack.enter_context, Server(
            kind, gateway.towards({"held": f"http://127.0.0.1:{provider.port}"}), ["-Xmx1g"]))
        # What is loaded and compiled once is not a body's.
        await wire.all_of(range(HELD), server.port, HELD, one)
        _, before = await asyncio.to_thread(server.memory, server.pid)
        for _ in range(HELD):
            await arrived.acquire()
        asked = asyncio.create_task(wire.all_of(range(HELD), server.port, HELD, one))
        for _ in range(HELD):
            await arrived.acquire()
        _, during = await asyncio.to_thread(server.memory, server.pid)
        await asked
    ratio = (during - before) / (HELD * HELD_MB)
    return Row(
        f"{HELD} bodies of {HELD_MB} MB held at once: heap more than without, by their size", f"≤ {HEAP_BOUND} ×",
        f"{ratio:.2f} × ({during:.0f} – {before:.0f} MiB)", ratio <= HEAP_BOUND)
