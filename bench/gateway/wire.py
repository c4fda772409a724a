"""HTTP/1.1 over asyncio, byte for byte: a client whose connection is kept, and a provider that answers as it is told."""

import asyncio
import contextlib
import dataclasses
import socket
import struct

from ports import free_port

# Of a head, or of the head of a chunk.
MOST = 1024 * 1024
MODELS = b'{"data":[]}'
# What reading a message may raise that is not one.
NO_MESSAGE = (OSError, EOFError, ValueError, asyncio.LimitOverrunError)


@dataclasses.dataclass
class Message:
    """A request or a response. The names of the headers are in lower case."""

    start: str
    headers: dict
    body: bytes

    @property
    def status(self):
        return int(self.start.split()[1])


async def read(reader):
    """The next message, once it is whole; EOFError if it does not come, or is cut."""
    head = await reader.readuntil(b"\r\n\r\n")
    start, *lines = head[:-4].decode("latin-1").split("\r\n")
    fields = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in fields}
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = await _chunks(reader)
    elif "content-length" in headers:
        body = await reader.readexactly(int(headers["content-length"]))
    else:
        body = await reader.read() if start.startswith("HTTP/") else b""
    return Message(start, headers, body)


async def _chunks(reader):
    body = bytearray()
    while True:
        size = int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16)
        body += await reader.readexactly(size)
        if await reader.readuntil(b"\r\n") != b"\r\n":
            raise ValueError("a chunk that is longer than it says, or a trailer")
        if size == 0:
            return bytes(body)


def chunked(pieces):
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces if piece) + b"0\r\n\r\n"


class Client:
    """One connection that is kept, and opened anew after a response that ends it."""

    def __init__(self, port):
        self.port = port
        self.reader = self.writer = None

    async def ask(self, pieces):
        """The response to a request, which is sent in these pieces with these pauses, in seconds."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=MOST)
        await send(self.writer, pieces)
        response = await read(self.reader)
        if response.headers.get("connection", "").lower() == "close":
            self.close()
        return response

    def close(self):
        if self.writer is not None:
            self.writer.transport.abort()
            self.writer = None


async def send(writer, pieces):
    for piece, pause in pieces:
        writer.write(piece)
        await writer.drain()
        if pause:
            await asyncio.sleep(pause)


class Provider:
    """
    A port, from the start of the async with statement to its end. The handler gives for each POST what is sent, in pieces
    with pauses, and how that ends; a GET gets a list of models.
    """

    KEEP, CLOSE, RESET = range(3)

    def __init__(self, handler):
        self.handler = handler
        self.port = free_port()

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=MOST, backlog=1024)
        return self

    async def __aexit__(self, *_):
        self.server.close()

    async def _serve(self, reader, writer):
        end = self.KEEP
        # At the end of the event loop it is cancelled.
        with contextlib.suppress(*NO_MESSAGE, asyncio.CancelledError):
            while end == self.KEEP:
                request = await read(reader)
                pieces, end = self.handler(request) if request.start.startswith("POST") else (
                    [(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(MODELS), MODELS), 0)], self.KEEP)
                await send(writer, pieces)
        if end == self.RESET:
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        writer.close()


async def all_of(numbers, port, at_once, one):
    """Has so many clients, each with a connection of its own, do something with each of the numbers."""
    left = iter(numbers)

    async def work():
        client = Client(port)
        for number in left:
            await one(client, number)
        client.close()

    await asyncio.gather(*(work() for _ in range(at_once)))
