"""What two thousand slow streams take of the machine, and whether the status is told meanwhile."""

import contextlib
import http.client
import json
import pathlib
import re
import time

import bodies
import build
import gateway
from server import Client, Server
from table import Row, percentile
from tools import Stub, load, load_ended, start_load

STREAMS, LENGTH = 2000, 60
RAMP = 0.005
LOOK = 0.05
RSS_BOUND, THREADS_BOUND, STATUS_BOUND = 450, 150, 50


def measure(kind, directory, options):
    java = gateway.newer_java()
    if java is None:
        raise RuntimeError("There is no JDK of 24 or newer")
    environment, version = java
    yield from _measure(kind, directory, options, environment, f"JDK {version.split('.')[0]}", THREADS_BOUND, RSS_BOUND)
    # Threads of the system, as many as are configured; one client may have half of them.
    yield from _measure(kind, directory, options, {}, f"JDK {build.java_version().split('.')[0]}", None, None)


def _measure(kind, directory, options, environment, jdk, threads_bound, rss_bound):
    with contextlib.ExitStack() as stack:
        stub = stack.enter_context(Stub(directory))
        server = stack.enter_context(Server(
            kind, {**gateway.environment(stub, gateway_max_requests=2 * STREAMS), **environment}, ["-Xmx1g"]))
        load(directory, server.port, bodies.request(directory, "json", 8 * 1024), 16, requests=options.warm_up)
        time.sleep(5)
        status = {"x-api-key": "key"}
        client, pid = Client(server.port), server.pid
        for _ in range(200):
            client.get("/status", status)
        before = _takes(pid)
        running = start_load(
            directory, server.port, bodies.request(directory, "slow", 8 * 1024, stream=True), STREAMS,
            requests=STREAMS, ramp=RAMP)
        waits, most, refused = [], (0, 0), 0
        began = time.monotonic()
        while running.poll() is None:
            asked = time.monotonic()
            if client.get("/status", status)[0] != 200:
                raise RuntimeError("/status does not answer 200")
            waits.append((time.monotonic() - asked) * 1e3)
            most = tuple(map(max, most, _takes(pid)))
            # All are open, and none has ended.
            if not refused and STREAMS * RAMP + 5 < time.monotonic() - began < LENGTH - 5:
                refused = _one_more(server.port)
            time.sleep(LOOK)
        told = load_ended(running)
    if told["requests"] != STREAMS or told["events"]["count"] != STREAMS * (LENGTH - 1):
        raise RuntimeError(f"Not every event has come: {told}")
    what = f"{STREAMS:,} streams of an event a second, {jdk}, -Xmx1g"
    rss, threads = most[0] - before[0], most[1] - before[1]
    p99 = percentile(waits, 0.99)
    yield Row(f"{what}: resident memory more than without", f"≤ {rss_bound} MiB" if rss_bound else "",
              f"{rss:.0f} MiB ({most[0]:.0f} – {before[0]:.0f})", rss <= rss_bound if rss_bound else None)
    yield Row(f"{what}: threads more than without", f"≤ {threads_bound}" if threads_bound else "",
              f"{threads} ({most[1]} – {before[1]})", threads <= threads_bound if threads_bound else None)
    yield Row(f"{what}: GET /status meanwhile, p99", f"< {STATUS_BOUND} ms",
              f"{p99:.1f} ms (p50 {percentile(waits, 0.5):.1f} ms, max {max(waits):.0f} ms of {len(waits)})",
              p99 < STATUS_BOUND)
    yield Row(f"{what}: an event is on its way, p50, p99", "",
              f"{told['events']['p50'] / 1e3:.2f} ms, {told['events']['p99'] / 1e3:.1f} ms", None)
    yield Row(f"{what}: the next request meanwhile", "529", str(refused), refused == 529)


def _one_more(port):
    """The status of a request beyond those that a client may have."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/v1/messages", json.dumps({"model": "json,m"}), {"x-api-key": "key"})
    return connection.getresponse().status


def _takes(pid):
    """MiB and threads."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024, int(re.search(r"Threads:\s+(\d+)", status)[1])
