"""Whether every client gets an honest end while a provider fails in every way, and whether nothing is left of it."""

import asyncio
import collections
import contextlib
import json
import re
import sys

import failures
import gateway
import holds
import wait
import wire
from ports import free_port
from server import Server
from table import Row

REQUESTS, ALL, WARM_UP, AT_ONCE = 20_000, 200_000, 2000, 16
LIMIT = 30
MEMORY_BOUND = 10
SHOWN = 5
MODEL = re.compile(rb'"model": "([^"]*)"')


def measure(kind, directory, options):
    return asyncio.run(_measure(kind, ALL if options.all else REQUESTS))


async def _measure(kind, count):
    asked = collections.Counter()

    def answer(request):
        way = MODEL.search(request.body)[1].decode()
        asked[way] += 1
        failure = failures.FAILURES[way]
        return failure.sends, failure.end

    async with contextlib.AsyncExitStack() as stack:
        provider = await stack.enter_async_context(wire.Provider(answer))
        urls = {"failing": f"http://127.0.0.1:{provider.port}", "refusing": f"http://127.0.0.1:{free_port()}"}
        # What is checked more often is checked at once more often, too.
        server = await asyncio.to_thread(
            stack.enter_context, Server(kind, gateway.towards(urls, check_interval="5s")))
        pid = server.pid
        await _send(server.port, WARM_UP)
        await asyncio.sleep(holds.KEPT)
        before, (_, heap_before) = holds.now(pid), await asyncio.to_thread(server.memory, pid)
        asked.clear()
        wrong, expected = await _send(server.port, count)
        wrong.update({f"{way}, asked {asked[way]:,} times of {number:,}": abs(asked[way] - number)
                      for way, number in expected.items() if asked[way] != number})
        await asyncio.sleep(2)
        after = holds.now(pid)
        with contextlib.suppress(TimeoutError):
            await asyncio.to_thread(
                wait.until, "all back", lambda: holds.back(holds.now(pid), before), holds.KEPT, every=1)
        end, (_, heap_after) = holds.now(pid), await asyncio.to_thread(server.memory, pid)
    what = f"a provider fails {count:,} times, in {len(failures.WAYS)} ways"
    ways = "".join(f"; {way}: {number:,}" for way, number in wrong.items())
    return [
        Row(f"{what}: the client got no honest end", "0", f"{wrong.total():,}{ways}", not wrong.total()),
        Row(f"{what}: heap in the end, before, after a full collection", f"at most {MEMORY_BOUND} MiB more",
            f"{heap_after:.1f} MiB, {heap_before:.1f} MiB", heap_after <= heap_before + MEMORY_BOUND),
        Row(f"{what}: sockets and threads 2 s after that, in the end, before",
            f"at most {holds.MARGIN} more in the end",
            f"{after[0]} and {after[1]}, {end[0]} and {end[1]}, {before[0]} and {before[1]}", holds.back(end, before))]


async def _send(port, count):
    """How many did not end as they should, and how often the provider has to have been asked, by way."""
    wrong, expected = collections.Counter(), collections.Counter()

    async def one(client, number):
        way = failures.WAYS[number % len(failures.WAYS)]
        expected[way] += way != failures.REFUSES
        try:
            async with asyncio.timeout(LIMIT):
                response = await client.ask([(_request(way), 0)])
            told = "" if failures.right(way, response) else repr(response)
        except (*wire.NO_MESSAGE, KeyError, TypeError) as e:
            client.close()
            told = repr(e)
        if told:
            wrong[way] += 1
            if wrong.total() <= SHOWN:
                print(f"  {way}: {told[:1500]}", file=sys.stderr, flush=True)

    await wire.all_of(range(count), port, AT_ONCE, one)
    return wrong, expected


def _request(way):
    provider = "refusing" if way == failures.REFUSES else "failing"
    streamed = way in failures.FAILURES and failures.FAILURES[way].streamed
    body = json.dumps({"model": f"{provider},{way}", "max_tokens": 8, "stream": streamed, "messages": []}).encode()
    return (f"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nx-api-key: key\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body
