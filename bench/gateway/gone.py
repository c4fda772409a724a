"""Whether the provider's connection is closed when a client leaves, and whether nothing is left of it."""

import asyncio
import contextlib
import random
import socket
import struct
import time

import bodies
import gateway
import holds
import wait
from server import Server
from table import Row, percentile
from tools import Stub

LEAVES, ALL, WARM_UP, AT_ONCE = 200, 1000, 60, 20
BOUND = 1.0
# Where a stream of the stub's is at which time: silent, sending events, silent again.
HEAD, EVENTS, END = 0.4, 0.8, 1.6


def measure(kind, directory, options):
    count = ALL if options.all else LEAVES
    with contextlib.ExitStack() as stack:
        stub = stack.enter_context(Stub(directory))
        server = stack.enter_context(Server(kind, gateway.environment(stub)))
        pid = server.pid
        asyncio.run(_leave(server.port, directory, range(WARM_UP)))
        time.sleep(holds.KEPT)
        before = holds.now(pid)
        left = asyncio.run(_leave(server.port, directory, range(WARM_UP, WARM_UP + count)))
        time.sleep(2)
        after = holds.now(pid)
        with contextlib.suppress(TimeoutError):
            wait.until("all back", lambda: holds.back(holds.now(pid), before), holds.KEPT, every=1)
        end = holds.now(pid)
        seen = {int(number): int(when) for what, number, when in stub.lines() if what == "seen"}
        gone = {int(number): int(when) for what, number, when in stub.lines() if what == "gone"}
    waits = {"before the head": [], "during events": [], "in silence": []}
    never = 0
    for number, (after_request, when) in left.items():
        if number not in seen:
            continue  # It left before the provider was asked.
        phase = "before the head" if after_request < HEAD else "during events" if after_request < EVENTS else "in silence"
        if number in gone:
            if gone[number] < when:
                raise RuntimeError(f"The connection was closed while the client was there, {phase}")
            waits[phase].append((gone[number] - when) / 1e9)
        else:
            never += 1
    every = [seconds for found in waits.values() for seconds in found]
    late = never + sum(seconds > BOUND for seconds in every)
    told = "; ".join(f"{phase} {percentile(found, 0.5):.2f} s, {max(found):.2f} s of {len(found)}"
                     for phase, found in waits.items() if found)
    yield Row(f"a client leaves {count:,} times: the provider's connection is closed, p50, max", f"≤ {BOUND:.0f} s",
              f"{told}; {late} late, {never} of them never", late == 0)
    yield Row("sockets and threads 2 s after that, in the end, before", f"at most {holds.MARGIN} more in the end",
              f"{after[0]} and {after[1]}, {end[0]} and {end[1]}, {before[0]} and {before[1]}", holds.back(end, before))


async def _leave(port, directory, numbers):
    """When each has left: seconds after its request, and the time in ns."""
    left, places = {}, asyncio.Semaphore(AT_ONCE)

    async def one(number):
        request = bodies.request(directory, "gone", 400, stream=True, user=number).read_bytes()
        async with places:
            stay = random.uniform(0.002, END)
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            begin = time.monotonic()
            reading = asyncio.create_task(reader.read(10_000_000))
            await asyncio.sleep(stay)
            if number % 2:
                # Half of them go without a word of good-bye: a reset.
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            left[number] = (time.monotonic() - begin, time.monotonic_ns())
            writer.transport.abort()
            await asyncio.wait([reading])
            # Also what the gateway does next is a part of it.
            await asyncio.sleep(BOUND / 2)

    await asyncio.gather(*(one(number) for number in numbers))
    return left
