"""What a thousand providers cost, and whether each is checked when it is due."""

import collections
import contextlib
import time

import providers
import wait
from certificate import Certificate
from fakes import Fake, answer
from server import Server
from table import Row, percentile

PROVIDERS = 1000
INTERVAL = 15.0
WARM_UP = 90
WINDOW = 90
CPU_BOUND = 0.10
MEMORY_BOUND = 64
# The same for all, so that the collectors have the same reason to collect.
HEAP = "-Xmx256m"
SLOT = (0.9 * INTERVAL, INTERVAL + 1)
# Two starts are never nearer than 0.9 intervals; their arrivals may be, by as much as the first was on its way.
ON_ITS_WAY = 0.1


class Arrivals:
    """When each provider was asked."""

    def __init__(self):
        self.times = collections.defaultdict(list)

    def __call__(self, head):
        self.times[head.split(b"/", 2)[1]].append(time.monotonic())
        return answer()

    def gaps(self, start, end):
        """Those that end between these times; a provider's first gap is any part of the interval on purpose."""
        return [
            later - earlier
            for times in self.times.values()
            for earlier, later in zip(times[1:], times[2:])
            if start <= later < end]


def measure(kind):
    plain, encrypted = Arrivals(), Arrivals()
    with contextlib.ExitStack() as stack:
        certificate = stack.enter_context(Certificate())
        http = stack.enter_context(Fake(plain))
        https = stack.enter_context(Fake(encrypted, certificate.context))
        none = stack.enter_context(Server(kind, {}, [HEAP]))
        with_http = stack.enter_context(Server(kind, _environment(f"http://127.0.0.1:{http.port}"), [HEAP]))
        wait.until("first round", lambda: len(plain.times) == PROVIDERS, 60)
        with_https = stack.enter_context(Server(kind, _environment(
            f"https://127.0.0.1:{https.port}", trusted_certificates=certificate.authority), [HEAP]))
        wait.until("first round over TLS", lambda: len(encrypted.times) == PROVIDERS, 60)
        servers = [none, with_http, with_https]
        pids = [server.pid for server in servers]
        time.sleep(WARM_UP)
        start = time.monotonic()
        before = [server.cpu(pid) for server, pid in zip(servers, pids)]
        time.sleep(WINDOW)
        cpu = [server.cpu(pid) - at_start for server, pid, at_start in zip(servers, pids, before)]
        end = time.monotonic()
        load = [used / (end - start) for used in cpu]
        memory = [server.memory(pid) for server, pid in zip(servers, pids)]
    return [
        *_rows("", load[0], load[1], memory[0], memory[1], plain.gaps(start, end), True),
        *_rows(" over TLS", load[0], load[2], memory[0], memory[2], encrypted.gaps(start, end), False),
    ]


def _environment(origin, **settings):
    urls = {name: f"{origin}/{name}/v1" for name in providers.names(PROVIDERS)}
    return providers.environment(urls, check_interval=f"{INTERVAL:.0f}s", **settings)


def _rows(how, idle, load, memory_idle, memory, gaps, bound):
    rss, heap = memory[0] - memory_idle[0], memory[1] - memory_idle[1]
    in_slot = sum(SLOT[0] - ON_ITS_WAY <= gap <= SLOT[1] for gap in gaps) / len(gaps)
    checks = len(gaps) / WINDOW
    return [
        Row(f"1,000 providers{how}: CPU more than none", f"< {CPU_BOUND:.0%} of a core" if bound else "",
            f"{load - idle:.1%} ({load:.1%} – {idle:.1%}), {(load - idle) / checks * 1e6:.0f} µs a check",
            load - idle < CPU_BOUND if bound else None),
        Row(f"1,000 providers{how}: memory more than none", f"< {MEMORY_BOUND} MiB" if bound else "",
            f"resident {rss:.0f} MiB ({memory[0]:.0f} – {memory_idle[0]:.0f}),"
            f" heap {heap:.1f} MiB ({memory[1]:.1f} – {memory_idle[1]:.1f})",
            max(rss, heap) < MEMORY_BOUND if bound else None),
        Row(f"1,000 providers{how}: checks within 1 s of their slot", "≥ 99 %" if bound else "",
            f"{in_slot:.2%} of {len(gaps):,}; gaps p50 {percentile(gaps, 0.5):.2f} s,"
            f" p99 {percentile(gaps, 0.99):.2f} s, max {max(gaps):.2f} s",
            in_slot >= 0.99 if bound else None),
    ]
