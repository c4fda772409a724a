"""Whether requests succeed while a target dies, and whether it is left alone meanwhile."""

import asyncio
import contextlib
import sys
import time
import urllib.request

import asking
import gateway
from asking import CUT, WHOLE
from server import Server
from table import Row
from target import Target

RATE = 50
KINDS = ["refused", "reset", "black hole", "529", "slow head", "error event"]
# Seconds before it dies, dead, and at least so many after it has come back and its rest is over.
BEFORE, DEAD, AFTER = 3, 20, 5
# A rest is no longer.
MAX_REST = 60
# What a gateway waits for a stream and for another response; a slow head is later than both.
FAILOVER_AFTER, FIRST_BYTE = 2, 5
SLOW = 7
# The gateway learns of a failure no later than so long after the target has failed.
MOMENT = 0.3
BOUND = 0.9999
MODEL = "model-1"


async def measure(kind, options):
    async with contextlib.AsyncExitStack() as stack:
        first, second = [await stack.enter_async_context(Target(name, SLOW)) for name in ("first", "second")]
        server = await asyncio.to_thread(stack.enter_context, Server(kind, gateway.towards(
            {"first": first.url, "second": second.url}, "15s",
            routes="all", route_all_targets="first,second",
            gateway_failover_after=f"{FAILOVER_AFTER}s", gateway_first_byte_timeout=f"{FIRST_BYTE}s",
            gateway_connect_timeout="1s",
            # Of one client at most half, and what hangs is under way.
            gateway_max_requests=2000)))
        await _load(server.port, 20, asyncio.Event())
        rows, asked, failed = [], 0, 0
        for way in KINDS:
            print(f"  {way} …", file=sys.stderr, flush=True)
            row, ended, wrong = await _die(server.port, first, way)
            rows.append(row)
            asked += ended
            failed += wrong
    share = 1 - failed / asked
    return [Row("a target dies in each way: requests whose first byte had not gone out, of them failed",
                f"{BOUND:.2%} succeed", f"{asked:,}, {failed} ({share:.3%} succeed)", share >= BOUND), *rows]


async def _die(port, target, way):
    target.received.clear()
    over, well = asyncio.Event(), asyncio.Event()
    load = asyncio.create_task(_load(port, None, over))
    await asyncio.sleep(BEFORE)
    tried_before = await asyncio.to_thread(_connect_failures, port)
    died = time.monotonic()
    await target.be(way)
    await asyncio.sleep(DEAD)
    tried = await asyncio.to_thread(_connect_failures, port) - tried_before
    back = time.monotonic()
    await target.be("well")
    recovered = None
    while recovered is None and time.monotonic() - back < MAX_REST + 2:
        await asyncio.sleep(0.05)
        if any(it.at > back and it.did == "whole" for it in target.received):
            recovered = time.monotonic() - back
    await asyncio.sleep(1)
    begins = time.monotonic()
    await asyncio.sleep(AFTER)
    served = sum(it.at > begins for it in target.received) / (time.monotonic() - begins) / RATE
    over.set()
    outcomes = await load
    cut = [it for it in outcomes if it.kind == CUT]
    wrong = [it for it in outcomes if it.kind not in (CUT, WHOLE)]
    for it in wrong[:5]:
        print(f"  {it}", file=sys.stderr, flush=True)
    while_dead = [it for it in target.received if died <= it.at < back]
    trials = _trials(way, while_dead)
    told = ", ".join(f"{it.at - died:.2f}" for it in trials)
    counted = f"by the gateway's own count {tried:.0f}" if way == "refused" else (
        f"{len(while_dead)}, of them in rest one by one at {told} s" if told else f"{len(while_dead)}, none in rest")
    alone = tried <= RATE if way == "refused" else _one_by_one(trials)
    return Row(
        f"{way}, {DEAD} s: requests, failed, cut after the first byte; while dead it got; back after; its share then",
        "nothing in its rests but one at a time",
        f"{len(outcomes):,}, {len(wrong)}, {len(cut)}; {counted}; "
        + (f"{recovered:.1f} s; {served:.0%}" if recovered is not None else "never"),
        alone and not wrong and recovered is not None and served > 0.95), len(outcomes) - len(cut), len(wrong)


def _trials(way, received):
    """Those that came when the gateway knew already."""
    if not received:
        return []
    late = {"slow head": FAILOVER_AFTER, "black hole": FAILOVER_AFTER}.get(way, 0)
    known = received[0].at + late + MOMENT
    return [it for it in received if it.at > known]


def _one_by_one(trials):
    """None before the one before has ended and its pause, which is no shorter than a second, is over."""
    return all(
        later.at >= earlier.ended and later.at - earlier.at >= 0.95 for earlier, later in zip(trials, trials[1:]))


def _connect_failures(port):
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/status?format=prometheus", headers={"x-api-key": "key"})
    with urllib.request.urlopen(asked, timeout=60) as response:
        told = response.read().decode()
    return sum(float(line.rsplit(" ", 1)[1]) for line in told.splitlines()
               if line.startswith("ccproxy_gateway_attempts_total{") and 'connect_failed"' in line)


async def _load(port, count, over):
    """So many requests a second, whatever becomes of them: so many, or until it is over."""
    begun, tasks = time.monotonic(), []
    while not over.is_set() and (count is None or len(tasks) < count):
        number = len(tasks)
        # Every fifth is no stream.
        sent = asking.request(
            asking.body(MODEL, number % 5 != 4), x_claude_bench_id=f"r{number}",
            x_claude_code_session_id=f"session-{number % 40}")
        tasks.append(asyncio.create_task(asking.ask(port, sent)))
        await asyncio.sleep(max(0, begun + len(tasks) / RATE - time.monotonic()))
    return await asyncio.gather(*tasks)
