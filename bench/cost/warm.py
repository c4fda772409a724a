"""What a request costs a server that has long been running, beside the emptiest ones that the same server can answer."""

import dataclasses
import json
import pathlib
import statistics
import subprocess

from table import Row

SCRIPT = pathlib.Path(__file__).with_name("load.lua")
CONNECTIONS = 4
WARM_UP, BLOCKS, SECONDS = 12, 15, 2
BOUND = 1.2


@dataclasses.dataclass
class Target:
    """A URL, and its cost in each block."""

    name: str
    path: str
    cpu: list = dataclasses.field(default_factory=list)
    rate: list = dataclasses.field(default_factory=list)
    p50: list = dataclasses.field(default_factory=list)
    p99: list = dataclasses.field(default_factory=list)


def targets():
    return [
        Target("GET /status", "/status"),
        Target("empty JAX-RS resource", "/empty/resource"),
        Target("empty servlet", "/empty/servlet"),
    ]


def measure(server):
    """In turn, block by block, on the same server, so that all meet the same noise."""
    found, pid = targets(), server.pid
    for block in range(WARM_UP + BLOCKS):
        for target in found[block % 3:] + found[:block % 3]:
            _block(server, pid, target)
        if block + 1 == WARM_UP:
            for target in found:
                target.cpu, target.rate, target.p50, target.p99 = [], [], [], []
    status, resource, servlet = found
    rows = [Row(
        f"{target.name}: CPU a request, requests a second, p50, p99", "",
        f"{statistics.median(target.cpu):.1f} µs, {statistics.median(target.rate):,.0f}, "
        f"{statistics.median(target.p50)} µs, {statistics.median(target.p99)} µs", None) for target in found]
    for other, bound in ((resource, BOUND), (servlet, None)):
        ratios = [a / b for a, b in zip(status.cpu, other.cpu)]
        ratio = statistics.median(ratios)
        rows.append(Row(
            f"CPU of GET /status to that of the {other.name}", f"≤ {bound} ×" if bound else "",
            f"{ratio:.2f} × ({min(ratios):.2f} to {max(ratios):.2f} in {BLOCKS} blocks)",
            ratio <= bound if bound else None))
    return rows


def _block(server, pid, target):
    before = server.cpu(pid)
    output = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", SCRIPT, f"http://127.0.0.1:{server.port}{target.path}"],
        check=True, capture_output=True, text=True).stdout
    used = server.cpu(pid) - before
    told = json.loads(output.strip().splitlines()[-1])
    if told["errors"] or not told["requests"]:
        raise RuntimeError(f"{target.path}: {told}")
    target.cpu.append(used / told["requests"] * 1e6)
    target.rate.append(told["requests"] / told["seconds"])
    target.p50.append(told["p50"])
    target.p99.append(told["p99"])
