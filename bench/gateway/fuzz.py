"""Whether random requests and responses come out on the other side of the gateway byte for byte."""

import asyncio
import contextlib
import gzip
import itertools
import os
import random
import sys

import documents
import gateway
import wire
from server import Server
from table import Row

CASES, AT_ONCE = 10_000, 16
LIMIT = 30
# The exponents of ten of the sizes of bodies; one in so many is of a megabyte.
UP, DOWN = (1, 5.3), (1, 4.5)
LARGE_EVERY, LARGE = 1000, 1_000_000
PAUSE = 0.02
SHOWN = 5
STATUSES = [400, 404, 413, 422, 500]


def measure(kind, directory, options):
    return asyncio.run(_measure(kind, options.seed))


async def _measure(kind, seed):
    cases, differ = {}, 0

    def answer(request):
        case = cases[int(request.headers["x-claude-case"])]
        case.arrived.append(request.body)
        return case.answer

    async def one(client, number):
        nonlocal differ
        case = cases[number] = Case(seed, number)
        try:
            async with asyncio.timeout(LIMIT):
                told = case.wrong(await client.ask(case.sends))
        except wire.NO_MESSAGE as e:
            client.close()
            told = repr(e)
        del cases[number]
        if told:
            differ += 1
            if differ <= SHOWN:
                print(f"  case {number} of seed {seed}, {case.form}: {told}", file=sys.stderr, flush=True)

    async with contextlib.AsyncExitStack() as stack:
        provider = await stack.enter_async_context(wire.Provider(answer))
        environment = gateway.towards({documents.PROVIDER: f"http://127.0.0.1:{provider.port}"})
        server = await asyncio.to_thread(stack.enter_context, Server(kind, environment))
        await wire.all_of(range(CASES), server.port, AT_ONCE, one)
    return [Row(f"{CASES:,} random requests and responses: do not come out as they went in", "0",
                f"{differ} (seed {seed})", not differ)]


class Case:
    """One request with what it is answered, the same for the same number and seed."""

    def __init__(self, seed, number):
        self.random = random.Random(f"{seed}-{number}")
        self.arrived = []
        large = number % LARGE_EVERY == LARGE_EVERY - 1
        self.request = documents.request(self.random, LARGE if large else self._size(UP))
        shape = self.random.random()
        self.streamed, self.status = shape < 0.6, 200 if shape < 0.9 else self.random.choice(STATUSES)
        if self.streamed:
            self.body = documents.stream(self.random)
        elif self.status == 200:
            self.body = documents.document(self.random, self._size(DOWN))
        else:
            self.body = self.random.randbytes(self._size(DOWN))
        self.sends = self._request(number)
        self.answer = self._response()

    def _size(self, exponents):
        return int(10 ** self.random.uniform(*exponents))

    def _request(self, number):
        head = f"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-key: key\r\nx-claude-case: {number}\r\n"
        self.form = self.random.choice(["length", "length", "length", "chunked", "gzip"])
        if self.form == "chunked":
            return self._pieces(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + self._chunked(self.request.body))
        body = self.request.body
        if self.form == "gzip":
            head += "Content-Encoding: gzip\r\n"
            body = gzip.compress(body, 1)
        return self._pieces(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def _response(self):
        """In pieces, and how it ends."""
        kind = self.random.choice(["text/event-stream", "text/event-stream; charset=utf-8"]) if self.streamed else (
            "application/json")
        head = f"HTTP/1.1 {self.status} Said\r\nContent-Type: {kind}\r\n"
        form = self.random.choice(["chunked", "chunked", "chunked", "length", "length", "close"])
        self.form += f" up, {self.status}{' streamed' * self.streamed} {form} down"
        if form == "chunked":
            return self._pieces(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + self._chunked(self.body)), (
                wire.Provider.KEEP)
        if form == "length":
            return self._pieces(f"{head}Content-Length: {len(self.body)}\r\n\r\n".encode() + self.body), (
                wire.Provider.KEEP)
        return self._pieces(f"{head}Connection: close\r\n\r\n".encode() + self.body), wire.Provider.CLOSE

    def _chunked(self, data):
        return wire.chunked(self._cut(data))

    def _pieces(self, data):
        return [(piece, self.random.uniform(0, PAUSE) if self.random.random() < 0.1 else 0)
                for piece in self._cut(data)]

    def _cut(self, data):
        """In pieces, at random places."""
        most = self.random.choice([0, 0, 1, 3, 10, 40, 200])
        places = sorted({0, len(data), *(self.random.randint(0, len(data)) for _ in range(most))})
        return [data[a:b] for a, b in itertools.pairwise(places)]

    def wrong(self, response):
        """What differs; empty if nothing does."""
        if response.status != self.status:
            return f"status {response.status} in place of {self.status}: {response.body[:300]}"
        if len(self.arrived) != 1 or not self.request.is_this(self.arrived[0]):
            return f"arrived {len(self.arrived)} times; " + _difference(
                b"".join(self.arrived), self.request.body)
        return "" if response.body == self.body else _difference(response.body, self.body)


def _difference(got, sent):
    at = len(os.path.commonprefix([got, sent]))
    near = slice(max(at - 40, 0), at + 40)
    return f"{len(got)} bytes of {len(sent)}, from {at} on {got[near]} in place of {sent[near]}"
