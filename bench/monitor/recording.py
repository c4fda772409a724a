"""Whether each provider is asked for its models only, with its own key and no other."""

import collections
import contextlib
import re
import time

import providers
import wait
from fakes import Fake, answer
from server import Server
from table import Row

CHECKS = 100_000
PROVIDERS = 200
INTERVAL = "200ms"
TIMEOUT = "180ms"
REDIRECTING = 10
OWN_KEY = "sk-bench-callers"
# The paths of the base URL and of the models, the header that carries the key and what stands before it in there.
KINDS = [
    ("openai", "/v1", "/v1/models", b"authorization", b"Bearer "),
    ("openai", "/api/openai/v1", "/api/openai/v1/models", b"authorization", b"Bearer "),
    ("anthropic", "", "/v1/models", b"x-api-key", b""),
    ("anthropic", "/v1", "/v1/models", b"x-api-key", b""),
    ("gemini", "", "/v1beta/models", b"x-goog-api-key", b""),
    ("gemini", "/v1beta", "/v1beta/models", b"x-goog-api-key", b""),
]
KEY = re.compile(rb"sk-bench-[0-9a-z-]*")


class Recorder:
    """Judges every request to one provider, which has a port of its own."""

    def __init__(self, name, kind, reply, found):
        self.name = name
        self.format, self.base, self.path, self.header, self.before = kind
        self.reply = reply
        self.found = found
        self.fake = Fake(self.record)

    def record(self, head):
        self.found["checks"] += 1
        for fault in self.faults(head):
            self.found[fault] += 1
        return self.reply

    def faults(self, head):
        key = providers.key(self.name).encode()
        lines = head[:-4].split(b"\r\n")
        headers = [tuple(line.split(b": ", 1)) for line in lines[1:]]
        named = collections.defaultdict(list)
        for name, value in headers:
            named[name.lower()].append(value)
        if lines[0] != b"GET %s HTTP/1.1" % self.path.encode():
            yield "another method or path"
        if named[b"host"] != [b"127.0.0.1:%d" % self.fake.port]:
            yield "another host"
        if named[self.header] != [self.before + key]:
            yield "not the key in its header"
        if KEY.findall(head) != [key]:
            yield "another key, or one twice"
        if (self.format == "anthropic") != (named[b"anthropic-version"] == [b"2023-06-01"]):
            yield "a wrong anthropic-version"
        if any(name in named for name in (b"content-length", b"transfer-encoding", b"cookie", b"expect")):
            yield "more than a plain GET"


def measure(kind):
    found = collections.Counter()
    trap = collections.Counter()
    with contextlib.ExitStack() as stack:
        elsewhere = stack.enter_context(Fake(lambda head: trap.update(["visits"]) or answer()))
        recorders = _recorders(elsewhere.port, found)
        for recorder in recorders:
            stack.enter_context(recorder.fake)
        environment = providers.environment(
            {recorder.name: f"http://127.0.0.1:{recorder.fake.port}{recorder.base}" for recorder in recorders},
            formats={recorder.name: recorder.format for recorder in recorders},
            check_interval=INTERVAL, check_timeout=TIMEOUT, api_key=OWN_KEY)
        with Server(kind, environment):
            start = time.monotonic()
            wait.until(f"{CHECKS:,} checks", lambda: found["checks"] >= CHECKS, 900)
            rate = found["checks"] / (time.monotonic() - start)
    faults = {fault: count for fault, count in found.items() if fault != "checks"}
    listed = "".join(f"; {fault}: {count:,}" for fault, count in faults.items())
    return [
        Row("requests that are not one GET of the provider's models with its key only", "0",
            f"{sum(faults.values()):,} faults in {found['checks']:,} checks at {rate:.0f}/s{listed}", not faults),
        Row("redirects that were followed", "0", f"{trap['visits']}", trap["visits"] == 0),
    ]


def _recorders(elsewhere, found):
    redirect = answer(b"301 Moved Permanently", b"", b"Location: http://127.0.0.1:%d/v1/models\r\n" % elsewhere)
    return [
        Recorder(name, KINDS[number % len(KINDS)], redirect if number < REDIRECTING else answer(), found)
        for number, name in enumerate(providers.names(PROVIDERS))]
