"""How much of a provider's prompt cache conversations keep with two equal targets and two nodes, while these restart."""

import asyncio
import collections
import contextlib
import dataclasses
import hashlib
import json
import random
import sys
import time

import asking
import gateway
import target
import wire
from asking import WHOLE
from ports import free_port
from server import Server
from table import Row

SESSIONS, TURNS = 200, 50
# Five minutes and a minute between two turns, twenty times as fast.
KEPT, PAUSE = 15, 3
BOUND = 0.99
SYSTEM = "You are a careful engineer who reads before writing. " * 20
WORDS = 30


class PrefixCache:
    """What a provider keeps: beginnings of requests, each for so long after it was asked for last."""

    def __init__(self):
        self.until = {}

    def read(self, prefixes, now):
        """How many tokens of these beginnings, the shortest first, are there; then all of them are."""
        found = max((tokens for prefix, tokens in prefixes if self.until.get(prefix, 0) > now), default=0)
        for prefix, _ in prefixes:
            self.until[prefix] = now + KEPT
        return found


class Provider(target.Target):
    """Tells in its usage what it has read from its cache."""

    def __init__(self, name, alone):
        super().__init__(name)
        self.cache = PrefixCache()
        # What one target would read that got all requests.
        self.alone = alone
        self.reads = {}

    async def _message(self, mode, received, body, writer):
        prefixes, now = _prefixes(body), time.monotonic()
        read = self.cache.read(prefixes, now)
        turn = received.id
        self.reads[turn] = read
        self.alone.setdefault("reads", {})[turn] = self.alone["cache"].read(prefixes, now)
        mark = f"<{turn}@{self.name}#1>"
        usage = {"input_tokens": prefixes[-1][1] - read, "cache_read_input_tokens": read, "output_tokens": 1}
        writer.write(target.HEAD + target.chunk(
            target.started(mark, usage) + target.text(mark) + target.STOPPED) + b"0\r\n\r\n")
        received.did = target.WHOLE
        return True


def _prefixes(body):
    """The beginnings of a request, to the end of each message, with their tokens; marks for the cache are no part of them."""
    running, tokens, found = hashlib.sha256(), 0, []
    for part in [body.get("system"), *body["messages"]]:
        plain = json.dumps(_plain(part)).encode()
        running.update(plain)
        tokens += len(plain) // 4
        found.append((running.digest(), tokens))
    return found


def _plain(part):
    if isinstance(part, dict):
        content = part.get("content")
        whole = {key: _plain(value) for key, value in part.items() if key != "cache_control"}
        return whole | {"content": [{"type": "text", "text": content}]} if isinstance(content, str) else whole
    return [_plain(each) for each in part] if isinstance(part, list) else part


@dataclasses.dataclass
class Counts:
    turns: int = 0
    again: int = 0
    failed: int = 0
    told: int = 0


async def measure(kind, options):
    seeded = random.Random(options.seed)
    alone = {"cache": PrefixCache(), "reads": {}}
    async with contextlib.AsyncExitStack() as stack:
        providers = [await stack.enter_async_context(Provider(name, alone)) for name in ("a", "b")]
        settings = gateway.towards(
            {its.name: its.url for its in providers}, "15s", routes="all", route_all_targets="a|b",
            # Of one client at most half: on a slow machine all conversations ask at once.
            gateway_max_requests=2000)
        nodes = Nodes(kind, settings)
        try:
            await asyncio.gather(nodes.start(0), nodes.start(1))
            with_header, without = Counts(), Counts()
            begun = time.monotonic()
            sessions = [
                asyncio.create_task(_session(f"{'s' if header else 't'}{number}", header, nodes, seeded, counts))
                for header, counts in ((True, with_header), (False, without)) for number in range(SESSIONS)]
            await asyncio.sleep(0.3 * TURNS * PAUSE)
            for number in (0, 1):
                await nodes.stop(number)
                await nodes.start(number)
                print(f"  node {number} is there again after {time.monotonic() - begun:.0f} s", file=sys.stderr)
            restarted = time.monotonic() - begun
            await asyncio.gather(*sessions)
            took = time.monotonic() - begun
        finally:
            await nodes.stop_all()
    rows = []
    for header, counts, first in (("with x-claude-code-session-id", with_header, "s"),
                                  ("without a session's id", without, "t")):
        read = sum(tokens for its in providers for turn, tokens in its.reads.items() if turn[0] == first)
        best = sum(tokens for turn, tokens in alone["reads"].items() if turn[0] == first)
        seen = collections.Counter(
            turn.partition("-")[0] for its in providers for turn in {turn.partition("-")[0]: turn for turn in its.reads})
        moved = sum(targets > 1 for name, targets in seen.items() if name[0] == first)
        shares = [sum(turn[0] == first for turn in its.reads) for its in providers]
        rows.append(Row(
            f"{SESSIONS} conversations of {TURNS} turns {header}: tokens read from the cache, of those of one target alone",
            f"≥ {BOUND:.0%}",
            f"{read / best:.2%} of {best:,} (turns at each target {shares[0]:,} and {shares[1]:,}; {moved} conversations at both; {counts.again} sent once"
            f" more by the client, {counts.failed} failed; the clients were told of {counts.told:,};"
            f" both nodes new after {restarted:.0f} of {took:.0f} s)",
            read >= BOUND * best and min(shares) > 0 and restarted < took))
    return rows


class Nodes:
    """Two servers with the same configuration."""

    def __init__(self, kind, settings):
        self.kind = kind
        self.settings = settings
        self.servers = [None, None]
        self.ports = {}

    async def start(self, number):
        server = self.servers[number] = Server(self.kind, self.settings)
        await asyncio.to_thread(server.__enter__)
        self.ports[number] = server.port

    async def stop(self, number):
        """As a rolling restart does it, the balancer goes on sending until it is refused."""
        server = self.servers[number]
        self.servers[number] = None
        await asyncio.to_thread(server.__exit__)
        self.ports.pop(number, None)

    async def stop_all(self):
        for number, server in enumerate(self.servers):
            if server is not None:
                await self.stop(number)


async def _session(name, header, nodes, seeded, counts):
    await asyncio.sleep(seeded.uniform(0, PAUSE))
    messages = []
    for turn in range(TURNS):
        words = f"{name}, turn {turn}: " + " ".join(str(seeded.randrange(10**6)) for _ in range(WORDS))
        messages.append({"role": "user", "content": words})
        outcome = await _turn(f"{name}-{turn}", name if header else None, messages, nodes, seeded, counts)
        counts.turns += 1
        if outcome.kind == WHOLE:
            counts.told += outcome.usage["cache_read_input_tokens"]
        else:
            counts.failed += 1
            print(f"  {name}, turn {turn}: {outcome}", file=sys.stderr, flush=True)
        messages.append({"role": "assistant", "content": f"Said {turn}. " + words[::-1]})
        await asyncio.sleep(seeded.uniform(0.5 * PAUSE, 1.5 * PAUSE))


async def _turn(turn, session, messages, nodes, seeded, counts):
    """Sent to any node; to the other one if that does not take it."""
    # As Claude Code has it: the last message is a list of blocks with a mark, and later a text.
    last = messages[-1]
    marked = {"role": last["role"], "content": [
        {"type": "text", "text": last["content"], "cache_control": {"type": "ephemeral"}}]}
    headers = {"x_claude_bench_id": turn}
    if session is not None:
        headers["x_claude_code_session_id"] = session
    sent = asking.request(asking.body(
        "model-1", True, [*messages[:-1], marked],
        system=[{"type": "text", "text": SYSTEM, "cache_control": {"type": "ephemeral"}}]), **headers)
    ports = list(nodes.ports.values())
    seeded.shuffle(ports)
    outcome = await asking.ask(ports[0], sent)
    if outcome.kind != WHOLE and len(ports) > 1 and outcome.status in (0, 503):
        counts.again += 1
        outcome = await asking.ask(ports[1], sent)
    return outcome
