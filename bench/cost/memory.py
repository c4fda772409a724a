"""Resident memory, idle and after load, with our WAR and with an empty one; and what a hundred providers add."""

import contextlib
import pathlib
import re
import subprocess
import time

import build
import providers
import wait
from fakes import Fake, answer
from server import Client, Server
from table import Row

HEAP = "-Xmx256m"
PROVIDERS = 100
BOUND = 10
LOAD = 20


def measure(kind, empty):
    checked = set()

    def models(head):
        checked.add(head.split(b"/", 2)[1])
        return answer()

    with contextlib.ExitStack() as stack:
        port = stack.enter_context(Fake(models)).port
        urls = {name: f"http://127.0.0.1:{port}/{name}/v1" for name in providers.names(PROVIDERS)}
        bare = stack.enter_context(Server(kind, {}, [HEAP], root=empty))
        none = stack.enter_context(Server(kind, {}, [HEAP]))
        hundred = stack.enter_context(Server(kind, providers.environment(urls), [HEAP]))
        wait.until("first round", lambda: len(checked) == PROVIDERS, 60)
        idle = {server: _resident(server.pid) for server in (bare, none)}
        for server, path in ((bare, "/resource"), (none, "/status"), (hundred, "/status")):
            if Client(server.port).get(path)[0] != 200:
                raise RuntimeError(f"{path} is not answered")
            subprocess.run(["wrk", "-t1", "-c4", f"-d{LOAD}s", f"http://127.0.0.1:{server.port}{path}"],
                           check=True, stdout=subprocess.DEVNULL)
        loaded = {server: _resident(server.pid) for server in (bare, none)}
        # A scheduler's slack, and a round of checks more.
        time.sleep(20)
        without, with_them = none.memory(none.pid), hundred.memory(hundred.pid)
    added = with_them[1] - without[1]
    return [
        Row(f"resident memory, {HEAP}, idle and after {LOAD} s of load: CCProxy, the empty WAR", "",
            f"{idle[none]:.0f} and {loaded[none]:.0f} MiB, {idle[bare]:.0f} and {loaded[bare]:.0f} MiB", None),
        Row(f"{PROVIDERS} providers: heap more than none, after a full collection", f"< {BOUND} MiB",
            f"{added:.1f} MiB ({with_them[1]:.1f} – {without[1]:.1f}); resident {with_them[0] - without[0]:.0f} MiB",
            added < BOUND),
    ]


def _resident(pid):
    """MiB."""
    return int(re.search(r"VmRSS:\s+(\d+) kB", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024
