"""Fake providers on 127.0.0.1: all on one event loop in a thread of its own, HTTP as little as a check needs."""

import asyncio
import threading
import time

from ports import free_port

MODELS = b'{"object":"list","data":[{"id":"model-1","object":"model"},{"id":"model-2","object":"model"}]}'


def answer(status=b"200 OK", body=MODELS, headers=b""):
    return b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n%s" % (
        status, len(body), headers, body)


class Fake:
    """A port. What comes in is given to the handler, whose bytes are the answer; None says nothing for ever."""

    def __init__(self, handler, ssl=None):
        self.handler = handler
        self.port = free_port()
        self.ssl = ssl
        self.open = set()
        self.server = None

    async def _listen(self):
        loop = asyncio.get_running_loop()
        self.server = await loop.create_server(
            lambda: _Connection(self), "127.0.0.1", self.port, ssl=self.ssl, backlog=1024)
        return time.monotonic()

    async def _close(self):
        self.server.close()
        self.server = None
        for transport in list(self.open):
            transport.abort()
        return time.monotonic()

    def listen(self):
        """Gives the time from which it listens."""
        return _run(self._listen())

    def close(self):
        """Gives the time from which it does not."""
        return _run(self._close()) if self.server else time.monotonic()

    def __enter__(self):
        self.listen()
        return self

    def __exit__(self, *_):
        self.close()


class _Connection(asyncio.Protocol):
    """Takes one request without a body."""

    def __init__(self, fake):
        self.fake = fake
        self.received = b""
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport
        self.fake.open.add(transport)

    def data_received(self, data):
        self.received += data
        if self.received.endswith(b"\r\n\r\n"):
            reply = self.fake.handler(self.received)
            if reply is not None:
                self.transport.write(reply)
                self.transport.close()

    def connection_lost(self, _):
        self.fake.open.discard(self.transport)


def _start():
    loop = asyncio.new_event_loop()
    # A check closes its connection as soon as it knows enough; that is no error.
    loop.set_exception_handler(lambda *_: None)
    threading.Thread(target=loop.run_forever, daemon=True).start()
    return loop


def _run(coroutine):
    return asyncio.run_coroutine_threadsafe(coroutine, _LOOP).result(30)


_LOOP = _start()
