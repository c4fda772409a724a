"""Random bytes for both directions: JSON as odd as it may be, what is none, and server-sent events."""

import dataclasses
import itertools
import json

PROVIDER = "fuzz"
# In strings: escapes, lone surrogates, bytes that are not UTF-8 or not allowed in JSON, and what looks like more JSON.
TEXT = [
    b"a", b"some words ", b"\\n", b'\\"', b"\\\\", b"\\/", b"\\u2028", b"\\ud800", b"\\udfff", b"\\ud83d\\ude00",
    "é".encode(), "😀".encode(), "\u2028".encode(), b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\x00", b"\t", b"\x7f",
    b"{", b"}", b"[", b"]", b",", b":", b'\\"model\\":\\"fuzz,x\\"']
NAME = [b"claude-", b"opus", b"4.5", b"/", b",", b":", b" ", b"\\u00e9", "é".encode(), "😀".encode(), b"\\ud83d\\ude00",
        b'\\"', b"\\\\", b"\\/", b"\\n", b"\\u0041"]
LEAVES = [b"0", b"-0", b"1e400", b"0.1e-7", b"123456789012345678901234567890", b"9" * 500, b"true", b"false", b"null",
          b'""', b"{}", b"[]"]
KEYS = [b'"a"', b'"dup"', b'"dup"', b'"\\u0061"', b'"m\\u006fde"', b'"models"', b'""', b'"stream"', b'"usage"',
        b'"messages"', b'"\xff"', b'"' + b"k" * 300 + b'"']
BELOW = [*KEYS, b'"model"', b'"Model"']
BLANKS = [b"", b"", b"", b" ", b"\n", b"\t", b"\r\n  "]
TAILS = [b" tail", b'{"model":"fuzz,y"}', b"\x00", b"]"]
MESSAGE_START = b'{"type": "message_start",\n"message":{"id":"msg_1","usage":{"input_tokens":3,"output_tokens":1}}}'
MESSAGE_STOP = b'{"type":"message_stop" }'
EVENTS = [b"content_block_start", b"content_block_delta", b"content_block_delta", b"message_delta", b"ping",
          b"vendor.event", "é".encode(), b""]
EXTRAS = [b": a comment", b":", b"id: 7", b"id", b"retry: 10", b"unknown: event: error", b"unknown", b" data: no",
          b"data", b"\xff\xfe", b"\xef\xbb\xbfid: 1", b"Event: error"]
LARGE = [300_000, 1_200_000]


@dataclasses.dataclass
class Request:
    """A body; and where in it the value of a model is, and what name is to be there. None if nothing is to change."""

    body: bytes
    start: int = 0
    end: int = 0
    name: "str | None" = None

    def is_this(self, arrived):
        """Whether a provider may get it so."""
        if self.name is None:
            return arrived == self.body
        before, after = self.body[:self.start], self.body[self.end:]
        value = arrived[len(before):len(arrived) - len(after)]
        try:
            return before + value + after == arrived and json.loads(value) == self.name
        except ValueError:
            return False


def request(random, size):
    shape = random.random()
    if shape < 0.4:
        return _with_model(random, size)
    if shape < 0.5:
        whole = _with_model(random, size)
        cut = random.randint(0, len(whole.body))
        return dataclasses.replace(
            whole, body=whole.body[:cut], name=whole.name if cut >= whole.end else None)
    if shape < 0.6:
        return Request(_object(random, size, b'"model"' + _colon(random) + b'"' + _name(random) + b'"'))
    if shape < 0.65:
        key = random.choice([b'"model"', b'"Model"', b'"MODEL"'])
        return Request(_object(random, size, key + _colon(random) + _value(random, 60)))
    if shape < 0.75:
        return Request(document(random, size))
    if shape < 0.85:
        # No model can come of it.
        broken = bytearray(document(random, size).replace(b"odel", b"odem"))
        for _ in range(random.randint(1, 10)):
            broken[random.randrange(len(broken))] = random.randrange(256)
        return Request(bytes(broken))
    if shape < 0.92:
        return Request(random.randbytes(size))
    if shape < 0.94:
        return Request(b"")
    return Request(b"[" + _value(random, size) + b"]")


def document(random, size):
    """An object, without a model at its top level."""
    return _object(random, size, _member(random, KEYS, 10))


def stream(random):
    """Events that a client of the Messages API may get, to the end of the message."""
    events = [_event(random, random.choice(EVENTS), _data(random, 300)) for _ in range(random.randrange(30))]
    if random.random() < 0.02:
        events.append(_event(random, random.choice(EVENTS), _data(random, random.choice(LARGE))))
        random.shuffle(events)
    if random.random() < 0.7:
        named = random.random() < 0.8
        events.insert(0, _event(random, b"message_start" if named else b"", MESSAGE_START))
        events.append(_event(random, b"message_stop" if named else b"", MESSAGE_STOP))
        if random.random() < 0.1:
            events.append(_event(random, b"vendor.event", _data(random, 300)))
    else:
        events.append(_event(random, b"vendor.event", _data(random, 300)))
    if random.random() < 0.2:
        long = random.choice([10, 10, 10, *LARGE])
        events.insert(0, random.choice([[b": " + b"c" * long], [b""], [b"event: ping", b"data: {}", b""]]))
    ends = random.choice([[b"\n"], [b"\r\n"], [b"\r"], [b"\n", b"\r\n", b"\r"]])
    text = bytearray(random.choice([b"", b"", b"", b"\xef\xbb\xbf"]))
    for line in itertools.chain.from_iterable(events):
        end = random.choice(ends)
        # Otherwise the two would be one end of a line, and there would be no blank line.
        text += line + (b"\r\n" if not line and end == b"\n" and text.endswith(b"\r") else end)
    if random.random() < 0.2:
        text = text.rstrip(b"\r\n") + random.choice([b"", ends[0]])
    return bytes(text)


def _with_model(random, size):
    first, last = _around(random, size)
    name = _name(random)
    key = random.choice([b'"model"', b'"model"', b'"m\\u006fdel"'])
    start = first + _blank(random) + key + _colon(random)
    value = b'"' + random.choice([b"fuzz,", b"fuzz/", b"f\\u0075zz,"]) + name + b'"'
    tail = random.choice(TAILS) if random.random() < 0.1 else b""
    return Request(start + value + _blank(random) + last + tail, len(start), len(start + value),
                   json.loads(b'"' + name + b'"'))


def _object(random, size, member):
    first, last = _around(random, size)
    return first + _blank(random) + member + _blank(random) + last


def _around(random, size):
    """The two parts of an object between which a member is to be put."""
    members = []
    while size > 0:
        members.append(_blank(random) + _member(random, KEYS, random.randint(1, size)) + _blank(random))
        size -= len(members[-1])
    place = random.randint(0, len(members))
    return (_blank(random) + b"{" + b"".join(member + b"," for member in members[:place]),
            b"".join(b"," + member for member in members[place:]) + b"}" + _blank(random))


def _member(random, keys, size, depth=0):
    key = random.choice(keys) if random.random() < 0.9 else _string(random, 30)
    return key + _colon(random) + _value(random, size, depth)


def _value(random, size, depth=0):
    if size < 40:
        return random.choice(LEAVES)
    shape = random.random()
    if depth > 5 or shape < 0.5:
        return _string(random, random.randint(0, size))
    if shape < 0.53:
        deep = random.randint(1, size // 2)
        return b"[" * deep + random.choice(LEAVES) + b"]" * deep
    count = random.randint(1, 6)
    if shape < 0.8:
        return b"[" + b",".join(
            _blank(random) + _value(random, size // count, depth + 1) + _blank(random) for _ in range(count)) + b"]"
    return b"{" + b",".join(
        _blank(random) + _member(random, BELOW, size // count, depth + 1) + _blank(random) for _ in range(count)) + b"}"


def _string(random, size):
    part = b"".join(random.choices(TEXT, k=min(size // 4, 2000)))
    return b'"' + part * max(size // max(len(part), 1), 1) + b'"'


def _name(random):
    return b"".join(random.choices(NAME, k=random.randrange(7)))


def _blank(random):
    return random.choice(BLANKS)


def _colon(random):
    return _blank(random) + b":" + _blank(random)


def _data(random, size):
    if random.random() < 0.1:
        return random.randbytes(size).replace(b"\r", b" ")
    return _value(random, size).replace(b"\r", b" ")


def _event(random, name, data):
    """Its lines, without their ends."""
    lines = [b"data:" + random.choice([b"", b" "]) + line for line in data.split(b"\n")]
    if name:
        lines.insert(random.choice([0, len(lines)]), b"event:" + random.choice([b"", b" "]) + name)
    for _ in range(random.choice([0, 0, 0, 1, 3])):
        lines.insert(random.randint(0, len(lines)), random.choice(EXTRAS))
    return [*lines, b""]
