"""A client of the gateway: one request on a connection of its own, and what came of it."""

import asyncio
import dataclasses
import json
import re

import wire

MARK = re.compile(r"<([^<>]*)@([^<>]*)#(\d+)>")
LIMIT = 120


@dataclasses.dataclass
class Outcome:
    """
    What a client has got: a whole message; one that is cut and says so; an error; or what it must never get, in words.

    marks: of the attempts whose text is in it
    """

    kind: str
    status: int = 0
    marks: frozenset = frozenset()
    told: str = ""
    usage: "dict | None" = None


WHOLE, CUT, ERROR, WRONG = "whole", "cut", "error", "wrong"


def body(model, streamed, messages=None, **more):
    return json.dumps({
        "model": model, "max_tokens": 8, "stream": streamed,
        "messages": messages or [{"role": "user", "content": "Hello"}], **more}).encode()


def request(sent, **headers):
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (f"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nx-api-key: key\r\n"
            f"Connection: close\r\n{fields}Content-Length: {len(sent)}\r\n\r\n").encode() + sent


async def ask(port, sent, leaves_after=None):
    """The outcome; None of a client that leaves before."""
    writer = None
    try:
        async with asyncio.timeout(LIMIT if leaves_after is None else leaves_after):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=wire.MOST)
            writer.write(sent)
            response = await wire.read(reader)
            if await reader.read(1):
                return Outcome(WRONG, response.status, told="something comes after the response")
    except TimeoutError:
        return Outcome(WRONG, told="no end") if leaves_after is None else None
    except wire.NO_MESSAGE as e:
        return Outcome(WRONG, told=repr(e))
    finally:
        if writer is not None:
            writer.transport.abort()
    return outcome(response)


def outcome(response):
    if response.headers.get("content-type", "").startswith("text/event-stream"):
        return _stream(response)
    try:
        told = json.loads(response.body)
    except ValueError:
        return Outcome(WRONG, response.status, told=repr(response.body[:300]))
    marks = frozenset(MARK.findall(response.body.decode()))
    if response.status == 200 and told.get("type") == "message" and len(marks) == 1:
        return Outcome(WHOLE, 200, marks, usage=told["usage"])
    if response.status >= 400 and told.get("type") == "error" and not marks:
        why = response.headers.get("x-ccproxy-error", "the target's own")
        return Outcome(ERROR, response.status, told=f"{why}: {told['error']['message']}")
    return Outcome(WRONG, response.status, marks, repr(response.body[:300]))


def _stream(response):
    kinds, usage = [], None
    for each in response.body.decode().removesuffix("\n\n").split("\n\n"):
        first, _, data = each.partition("\n")
        kinds.append(first.removeprefix("event: "))
        if kinds[-1] == "message_start":
            usage = json.loads(data.removeprefix("data: "))["message"]["usage"]
    kinds = [kind for kind in kinds if kind != "ping"]
    marks = frozenset(MARK.findall(response.body.decode()))
    wrong = Outcome(WRONG, response.status, marks, repr(response.body[:600]))
    if response.status != 200 or not response.body.endswith(b"\n\n"):
        return wrong
    if kinds == ["error"]:
        return Outcome(ERROR, 200, told="an event")
    if kinds[:1] != ["message_start"] or kinds.count("message_start") != 1 or len(marks) != 1:
        return wrong
    middle = kinds[1:-1]
    if kinds[-1] == "message_stop" and "error" not in middle and "message_stop" not in middle:
        return Outcome(WHOLE, 200, marks, usage=usage)
    if kinds[-1] == "error" and "error" not in middle and "message_stop" not in middle:
        return Outcome(CUT, 200, marks)
    return wrong
