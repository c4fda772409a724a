"""A provider that is well or fails in one of many ways, and keeps a count of its own of what it gets, and when."""

import asyncio
import contextlib
import dataclasses
import json
import socket
import struct
import time

import wire
from ports import free_port

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
# Of a stream that is well: so many pieces of text, so far apart.
PIECES, APART = 4, 0.05
# What a target has done with a request. It has not done the work; it may have, as far as anybody else can know; it has
# sent something of the message; or all of it.
REFUSED, SILENT, CUT, WHOLE = "refused", "silent", "cut", "whole"


@dataclasses.dataclass
class Received:
    """A request that has come."""

    id: str
    target: str
    at: float
    mode: str
    session: str = ""
    did: str = SILENT
    ended: "float | None" = None


def event(kind, **data):
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n".encode()


def chunk(piece):
    return b"%x\r\n%b\r\n" % (len(piece), piece)


def whole(status, body, headers=""):
    return (f"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\n{headers}"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def error(kind):
    return {"type": "error", "error": {"type": kind, "message": "The target says so"}}


def started(name, usage=None):
    return event("message_start", message={
        "id": name, "type": "message", "role": "assistant", "content": [],
        "usage": usage or {"input_tokens": 3, "output_tokens": 1}})


def text(piece):
    return event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})


STOPPED = event("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 5}) + event("message_stop")


class Target:
    """
    A port, from the start of the async with statement to its end. What it does with a request, its mode says when the
    request comes; what of its modes a check meets, too, is in HARD.
    """

    HARD = {"refused", "reset", "black hole"}

    def __init__(self, name, slow=6.0, lets_out=False):
        """With lets_out, what it has sent before it cuts off a response still gets out, so that both sides know of it."""
        self.name = name
        self.port = free_port()
        self.slow = slow
        self.mode = "well"
        self.retry_after = None
        self.lets_out = lets_out
        self.received = []
        self.server = None
        self.writers = set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self):
        await self._listen()
        return self

    async def __aexit__(self, *_):
        self._close()

    async def _listen(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=wire.MOST, backlog=1024)

    def _close(self):
        if self.server is not None:
            self.server.close()
            self.server = None
        self._cut_all()

    def _cut_all(self):
        for writer in list(self.writers):
            if self.lets_out:
                writer.close()
            else:
                writer.transport.abort()

    async def be(self, mode, retry_after=None):
        """From now on. A target that dies cuts off what is under way."""
        self.mode, self.retry_after = mode, retry_after
        if mode == "refused":
            self._close()
        elif self.server is None:
            await self._listen()
        if mode == "reset":
            self._cut_all()

    async def _serve(self, reader, writer):
        self.writers.add(writer)
        # At the end of the event loop it is cancelled.
        with contextlib.suppress(*wire.NO_MESSAGE, asyncio.CancelledError):
            while await self._one(reader, writer):
                pass
        self.writers.discard(writer)
        writer.close()

    async def _one(self, reader, writer):
        """Whether the connection is kept."""
        request = await wire.read(reader)
        mode = self.mode
        if not request.start.startswith("POST"):
            if mode in self.HARD:
                return await self._silent(mode, reader, writer)
            writer.write(whole(200, wire.MODELS))
            return True
        body = json.loads(request.body)
        received = Received(
            request.headers.get("x-claude-bench-id", ""), self.name, time.monotonic(), mode,
            request.headers.get("x-claude-code-session-id", ""))
        self.received.append(received)
        try:
            return await self._answer(mode, received, body, reader, writer)
        finally:
            received.ended = time.monotonic()

    async def _answer(self, mode, received, body, reader, writer):
        asked = "" if self.retry_after is None else f"retry-after: {self.retry_after}\r\n"
        if mode in ("reset", "black hole", "refused"):
            return await self._silent(mode, reader, writer)
        if mode == "slow head":
            # Until then, or until nobody waits any longer.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self.slow):
                    await reader.read(1)
                    return False
        if mode in ("529", "429", "500"):
            kind = {"529": "overloaded_error", "429": "rate_limit_error", "500": "api_error"}[mode]
            received.did = REFUSED
            writer.write(whole(int(mode), json.dumps(error(kind)).encode(), asked))
            return True
        if mode == "error event":
            received.did = REFUSED
            events = event("ping") + event("error", **{"error": error("overloaded_error")["error"]})
            writer.write(HEAD + chunk(events) + b"0\r\n\r\n")
            return True
        return await self._message(mode, received, body, writer)

    async def _silent(self, mode, reader, writer):
        if mode == "reset":
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        elif mode == "black hole":
            await reader.read(1)
        return False

    async def _message(self, mode, received, body, writer):
        # Its text tells which attempt it is of.
        mark = f"<{received.id}@{self.name}#{len(self.received)}>"
        if not body.get("stream"):
            received.did = CUT
            message = json.dumps({
                "id": "msg", "type": "message", "role": "assistant", "content": [{"type": "text", "text": mark * PIECES}],
                "stop_reason": "end_turn", "usage": {"input_tokens": 3, "output_tokens": 5}}).encode()
            if mode in ("cut", "error later"):
                # The client gets nothing of this: it is read whole first.
                received.did = SILENT
                writer.write(whole(200, message)[:-10])
                await writer.drain()
                return False
            writer.write(whole(200, message))
            await writer.drain()
            received.did = WHOLE
            return True
        received.did = CUT
        writer.write(HEAD + chunk(started(mark)))
        for number in range(PIECES):
            writer.write(chunk(text(mark)))
            await writer.drain()
            await asyncio.sleep(APART)
            if number == PIECES // 2 and mode == "cut":
                return False
            if number == PIECES // 2 and mode == "error later":
                writer.write(chunk(event("error", **{"error": error("overloaded_error")["error"]})) + b"0\r\n\r\n")
                return True
        writer.write(chunk(STOPPED) + b"0\r\n\r\n")
        await writer.drain()
        received.did = WHOLE
        return True
