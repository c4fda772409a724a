"""What two thousand slow streams take of the machine, and whether the status is told meanwhile."""

import contextlib
import pathlib
import re
import time

import bodies
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
    with contextlib.ExitStack() as stack:
        stub = stack.enter_context(Stub(directory))
        server = stack.enter_context(Server(
            kind, {**gateway.environment(stub, gateway_max_requests=5000), **environment}, ["-Xmx1g"]))
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
        waits, most = [], (0, 0)
        while running.poll() is None:
            asked = time.monotonic()
            if client.get("/status", status)[0] != 200:
                raise RuntimeError("/status does not answer 200")
            waits.append((time.monotonic() - asked) * 1e3)
            most = tuple(map(max, most, _takes(pid)))
            time.sleep(LOOK)
        told = load_ended(running)
    if told["requests"] != STREAMS or told["events"]["count"] != STREAMS * (LENGTH - 1):
        raise RuntimeError(f"Not every event has come: {told}")
    what = f"{STREAMS:,} streams of an event a second, JDK {version.split('.')[0]}, -Xmx1g"
    rss, threads = most[0] - before[0], most[1] - before[1]
    p99 = percentile(waits, 0.99)
    yield Row(f"{what}: resident memory more than without", f"≤ {RSS_BOUND} MiB",
              f"{rss:.0f} MiB ({most[0]:.0f} – {before[0]:.0f})", rss <= RSS_BOUND)
    yield Row(f"{what}: threads more than without", f"≤ {THREADS_BOUND}",
              f"{threads} ({most[1]} – {before[1]})", threads <= THREADS_BOUND)
    yield Row(f"{what}: GET /status meanwhile, p99", f"< {STATUS_BOUND} ms",
              f"{p99:.1f} ms (p50 {percentile(waits, 0.5):.1f} ms, max {max(waits):.0f} ms of {len(waits)})",
              p99 < STATUS_BOUND)
    yield Row(f"{what}: an event is on its way, p50, p99", "",
              f"{told['events']['p50'] / 1e3:.2f} ms, {told['events']['p99'] / 1e3:.1f} ms", None)


def _takes(pid):
    """MiB and threads."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024, int(re.search(r"Threads:\s+(\d+)", status)[1])
