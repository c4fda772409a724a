"""The ways in which a provider fails, and what a client may see of each."""

import dataclasses
import json
import re
import typing

from wire import Provider, chunked

MESSAGE = (b'{"id":"msg_1","type":"message","role":"assistant","content":[],'
           b'"usage":{"input_tokens":3,"output_tokens":5}}')
START = (b'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","usage":'
         b'{"input_tokens":3,"output_tokens":1}}}\n\n')
DELTA = (b'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,'
         b'"delta":{"type":"text_delta","text":"some more words"}}\n\n')
STREAM = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
LAST_EVENT = re.compile(rb"(?:^|.*\n\n)event: error\ndata: ([^\n]*)\n\n", re.DOTALL)
LONG = 100_000
# Enough for the gateway to have passed on what came before.
MOMENT = 0.005


@dataclasses.dataclass
class Failure:
    """What the provider sends, in pieces with pauses, how that ends, and whether a response to the client is right."""

    sends: list
    end: int
    right: typing.Callable
    streamed: bool = False


def whole(status, body, kind="application/json", headers=""):
    return (f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode()
            + body)


def error(kind):
    return json.dumps({"type": "error", "error": {"type": kind, "message": "The provider says so."}}).encode()


def is_error(body):
    """Whether it is an error in Anthropic's envelope."""
    told = json.loads(body)
    return (told["type"] == "error" and isinstance(told["error"]["type"], str)
            and isinstance(told["error"]["message"], str))


def ours(*codes):
    """The gateway's own 502."""
    return lambda response: (
        response.status == 502 and response.headers.get("x-ccproxy-error") in codes and is_error(response.body))


def theirs(status, body, **headers):
    """The provider's error, as it came."""
    return lambda response: (
        response.status == status and response.body == body and "x-ccproxy-error" not in response.headers
        and all(response.headers.get(name.replace("_", "-")) == value for name, value in headers.items()))


def cut(events):
    """A stream that begins with these events and ends with an error."""
    def right(response):
        last = LAST_EVENT.fullmatch(response.body)
        return (response.status == 200 and response.body.startswith(events) and last is not None and is_error(last[1])
                and b"message_stop" not in response.body)
    return right


def either(*allowed):
    return lambda response: any(right(response) for right in allowed)


def _refusal(status, kind, **headers):
    body = error(kind)
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return Failure([(whole(status, body, headers=fields), 0)], Provider.KEEP, theirs(status, body, **headers))


def _broken(sends, end=Provider.CLOSE, codes=("cut_short", "invalid_response")):
    return Failure([(sends, 0)], end, ours(*codes))


def _stream(pieces, end, right):
    return Failure([(STREAM + pieces, MOMENT)], end, right, streamed=True)


_BEGUN = b"%x\r\n%b\r\n" % (len(START + DELTA), START + DELTA)
_MID_ERROR = b"event: error\ndata: " + error("overloaded_error") + b"\n\n"
_LONG = whole(200, MESSAGE, headers="x-long: " + "y" * LONG + "\r\n")

# By the model that a request asks for. What no model of this provider is asks another one, where nothing listens.
FAILURES = {
    "resets": _broken(b"", Provider.RESET, ["cut_short"]),
    "closes": _broken(b"", codes=["cut_short"]),
    "half-a-head": _broken(b"HTTP/1.1 200 OK\r\nContent-Type: appl"),
    "no-http": _broken(b"220 smtp.example ESMTP\r\n\r\n", codes=["invalid_response"]),
    "400": _refusal(400, "invalid_request_error"),
    "401": _broken(whole(401, error("authentication_error")), Provider.KEEP, ["key_rejected"]),
    "403": _refusal(403, "permission_error"),
    "404": _refusal(404, "not_found_error"),
    "429": _refusal(429, "rate_limit_error", retry_after="7"),
    "500": _refusal(500, "api_error"),
    "529": _refusal(529, "overloaded_error"),
    "html": _broken(whole(200, b"<html>Welcome to our network</html>", "text/html"), Provider.KEEP,
                    ["invalid_response"]),
    "half-a-json": _broken(whole(200, MESSAGE)[:-20], codes=["cut_short"]),
    "half-a-chunk": _broken(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunked([MESSAGE])[:-20], codes=["cut_short"]),
    "stream-closed": _stream(_BEGUN + b"200\r\n" + DELTA[:30], Provider.CLOSE, cut(START + DELTA)),
    # What came right before a reset may be lost with it.
    "stream-reset": _stream(_BEGUN, Provider.RESET, either(cut(START + DELTA), ours("cut_short"))),
    "stream-unfinished": _stream(chunked([START + DELTA]), Provider.KEEP, cut(START + DELTA)),
    "stream-error": _stream(chunked([START, DELTA, _MID_ERROR]), Provider.KEEP, lambda response: (
        response.status == 200 and response.body == START + DELTA + _MID_ERROR)),
    "stream-refused": _stream(chunked([_MID_ERROR]), Provider.KEEP, theirs(529, error("overloaded_error"))),
    "empty": _broken(whole(200, b""), Provider.KEEP, ["invalid_response"]),
    "empty-stream": _stream(chunked([]), Provider.KEEP, ours("invalid_response")),
    # It is a whole message all the same: the client gets that, or an error.
    "long-header": Failure([(_LONG, 0)], Provider.KEEP, either(
        ours("invalid_response"), lambda response: (
            response.status == 200 and response.body == MESSAGE and len(response.headers["x-long"]) == LONG))),
}
REFUSES = "refuses"
WAYS = [REFUSES, *FAILURES]


def right(way, response):
    if way == REFUSES:
        return ours("connect_failed")(response)
    return FAILURES[way].right(response)
