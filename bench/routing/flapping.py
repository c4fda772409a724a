"""Four targets that fail and come back by a schedule, many clients, and a count on both sides."""

import asyncio
import collections
import contextlib
import json
import random
import sys
import time
import urllib.error
import urllib.request

import asking
import providers
import target as targets
from asking import CUT, ERROR, WHOLE, WRONG
from server import Server
from table import Row
from target import Target

NAMES = ["a", "b", "c", "d"]
MODES = ["refused", "reset", "529", "429", "500", "black hole", "slow head", "cut", "error event", "error later"]
CLIENTS, MODELS = 24, ["model-1", "model-2"]
# Of the requests: those that are no streams, and those whose client leaves at some moment.
PLAIN, LEAVING = 0.2, 0.05
FAILOVER_AFTER, FIRST_BYTE, SLOW = 2, 3, 6
# The longest that a target asks for is longer than the longest rest of its own.
MAX_REST = 60
RETRY_AFTER = [None, None, 0, 1, 2, 8]
SHOWN = 5


async def measure(kind, options):
    seeded = random.Random(options.seed)
    async with contextlib.AsyncExitStack() as stack:
        all_targets = [await stack.enter_async_context(Target(name, SLOW, lets_out=True)) for name in NAMES]
        urls = {its.name: its.url for its in all_targets}
        server = await asyncio.to_thread(stack.enter_context, Server(kind, providers.environment(
            urls, formats=dict.fromkeys(urls, "anthropic"), api_key="key", auth_localhost="false",
            check_interval="1s", check_timeout="500ms", routes="all", route_all_targets="|".join(NAMES),
            gateway_failover_after=f"{FAILOVER_AFTER}s", gateway_first_byte_timeout=f"{FIRST_BYTE}s",
            gateway_connect_timeout="1s", gateway_idle_timeout="3s", gateway_max_requests=2000,
            # More than there are, so that they are counted.
            limits_client_concurrent_requests=1000)))
        run = Run(server.port, all_targets, seeded)
        end = time.monotonic() + 60 * options.minutes
        flapping = [asyncio.create_task(_flap(its, random.Random(f"{options.seed}-{its.name}"), end))
                    for its in all_targets]
        await asyncio.gather(*(run.client(end) for _ in range(CLIENTS)), *flapping)
        for its in all_targets:
            await its.be("well")
        recovered = await _recover(run, server.port, all_targets)
        left = await _left(server.port)
    wrong = run.wrong()
    for told in wrong[:SHOWN]:
        print("  " + told, file=sys.stderr, flush=True)
    kinds = collections.Counter(it.kind for it in run.outcomes.values() if it is not None)
    attempts = sum(len(its.received) for its in all_targets)
    modes = collections.Counter(it.mode for its in all_targets for it in its.received)
    what = f"four targets flap for {options.minutes:g} minutes"
    return [
        Row(f"{what}: requests, whole, cut with an error event, an error, clients that left; attempts that the targets"
            " counted", "–",
            f"{len(run.outcomes):,}, {kinds[WHOLE]:,}, {kinds[CUT]:,}, {kinds[ERROR]:,},"
            f" {sum(it is None for it in run.outcomes.values()):,}; {attempts:,} ("
            + ", ".join(f"{mode} {number:,}" for mode, number in sorted(modes.items())) + f"); seed {options.seed}",
            None),
        Row(f"{what}: requests with more than one response, none, a dishonest end, or more attempts than the rules allow",
            "0", f"{len(wrong)}", not wrong),
        Row(f"{what}: all serve again after they are well, and nothing rests", f"≤ {MAX_REST} s",
            "never" if recovered is None else f"{recovered:.1f} s", recovered is not None and recovered <= MAX_REST),
        Row(f"{what}: requests under way, streams, clients' permits, rests in the end", "0, 0, 0, 0",
            ", ".join(str(number) for number in left), not any(left)),
    ]


async def _flap(its, seeded, end):
    while time.monotonic() < end:
        await asyncio.sleep(seeded.uniform(0.2, 5))
        await its.be(seeded.choice(MODES), seeded.choice(RETRY_AFTER))
        await asyncio.sleep(seeded.uniform(0.2, 5))
        await its.be("well")


class Run:
    """What the clients ask for and get."""

    def __init__(self, port, all_targets, seeded):
        self.port = port
        self.targets = all_targets
        self.seeded = seeded
        self.outcomes = {}

    async def client(self, end):
        while time.monotonic() < end:
            await self.ask(self.seeded.random() < LEAVING)
            await asyncio.sleep(self.seeded.uniform(0, 0.1))

    async def ask(self, leaves=False):
        name = f"r{len(self.outcomes)}"
        self.outcomes[name] = None
        sent = asking.request(
            asking.body(self.seeded.choice(MODELS), self.seeded.random() >= PLAIN), x_claude_bench_id=name,
            x_claude_code_session_id=f"session-{self.seeded.randrange(200)}")
        self.outcomes[name] = await asking.ask(self.port, sent, self.seeded.uniform(0.01, 0.5) if leaves else None)
        return self.outcomes[name]

    def wrong(self):
        """What went against the rules, by the counts of both sides."""
        attempts = collections.defaultdict(list)
        for its in self.targets:
            for it in its.received:
                attempts[it.id].append(it)
        told = []
        for name, outcome in self.outcomes.items():
            made = sorted(attempts[name], key=lambda it: it.at)
            fault = self._fault(name, outcome, made)
            if fault:
                tried = ", ".join(f"{it.target} at {it.at - made[0].at:.2f}: {it.mode}, {it.did}" for it in made)
                told.append(f"{name}: {fault}; attempts: {tried}; outcome: {outcome}")
        return told

    @staticmethod
    def _fault(name, outcome, made):
        if outcome is not None and outcome.kind == WRONG:
            return "no honest end"
        begun = [it for it in made if it.did in (targets.CUT, targets.WHOLE)]
        if any(it is not made[-1] for it in begun):
            return "it goes on after a target has begun its response"
        if sum(it.did != targets.REFUSED for it in made) > 2:
            return "what may have been received is sent more than once more"
        for its in NAMES:
            times = [it for it in made if it.target == its]
            again = len(times) == 2 and times[0].mode == "429" and times[1].at - times[0].at >= 0.9
            if len(times) > 1 and not again:
                return f"{its} gets it {len(times)} times"
        if outcome is None:
            return ""
        if outcome.kind in (WHOLE, CUT):
            if not made or {(name, made[-1].target)} != {mark[:2] for mark in outcome.marks}:
                return "the response is of another attempt than the last"
        if outcome.kind == WHOLE and made[-1].did != targets.WHOLE:
            return "what was cut looks whole"
        if outcome.kind != WHOLE and made and made[-1].did == targets.WHOLE:
            return "what was whole does not look so"
        return ""


async def _recover(run, port, all_targets):
    """Seconds until every target has served both models and nothing rests; None if that takes too long."""
    begun = time.monotonic()
    while time.monotonic() - begun < MAX_REST + 5:
        marks = {its.name: len(its.received) for its in all_targets}
        await asyncio.gather(*(run.ask() for _ in range(40)))
        await asyncio.sleep(0.2)
        if not await asyncio.to_thread(_rests, port) and all(
                len(its.received) > marks[its.name] for its in all_targets):
            return time.monotonic() - begun
    return None


def _get(port, path):
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"x-api-key": "key"})
    try:
        with urllib.request.urlopen(asked, timeout=60) as response:
            return response.read().decode()
    except urllib.error.HTTPError as e:
        # So it is while no provider is well.
        with e:
            return e.read().decode()


def _rests(port):
    told = _get(port, "/status?format=prometheus")
    rests = sum(line.startswith("ccproxy_gateway_rest_seconds{") for line in told.splitlines())
    return rests if "ccproxy_gateway_streams_open" in told else "not known"


async def _left(port):
    # The last client has left a moment ago.
    await asyncio.sleep(3)
    traffic = json.loads(await asyncio.to_thread(_get, port, "/status/traffic"))
    told = await asyncio.to_thread(_get, port, "/status?format=prometheus")
    used = [int(float(line.rsplit(" ", 1)[1])) for line in told.splitlines()
            if line.startswith("ccproxy_limit_used{") and "concurrent" in line]
    return [traffic["requests_under_way"], traffic["streams_open"], sum(used) if used else "not known",
            await asyncio.to_thread(_rests, port)]
