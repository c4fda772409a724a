"""How soon /status tells that a provider has died, and that it is back."""

import json
import random
import time

import providers
from fakes import Fake, answer
from server import Client, Server
from table import Row, percentile

KILLS = 100
PROVIDERS = 25
INTERVAL = 5.0
TIMEOUT = 1.0
SECOND_LOOK = 1.0
DOWN_BOUND = INTERVAL + 2 * TIMEOUT + SECOND_LOOK
UP_BOUND = INTERVAL + TIMEOUT
POLL = 0.005
# A provider that is not missed or not seen again within this ends the run.
PATIENCE = 60


class Victim:
    """A provider that dies and comes back, again and again, at random times."""

    def __init__(self, name):
        self.name = name
        self.fake = Fake(_well)
        self.fake.listen()
        self.way = None
        self.due = None
        self.killed = None
        self.restored = None
        self.times = {"closed": [], "hangs": [], "back": []}

    def seen(self, active, now):
        """Takes in whether /status lists it, and does what is due."""
        if self.killed is not None and not active:
            self.times[self.way].append(now - self.killed)
            self.killed = None
            self.due = now + random.uniform(0, INTERVAL)
        elif self.restored is not None and active:
            self.times["back"].append(now - self.restored)
            self.restored = None
        elif max(now - (self.killed or now), now - (self.restored or now)) > PATIENCE:
            raise TimeoutError(f"/status does not see what has happened to {self.name}")
        elif self.killed is None and self.restored is None:
            if self.due is None:
                self.due = now + random.uniform(0, 2 * INTERVAL)
            elif now >= self.due:
                self.due = None
                if active:
                    self._kill()
                else:
                    self._restore()

    def _kill(self):
        self.way = "hangs" if self.way == "closed" else "closed"
        if self.way == "closed":
            self.killed = self.fake.close()
        else:
            self.killed = time.monotonic()
            self.fake.handler = _hung

    def _restore(self):
        if self.way == "closed":
            self.restored = self.fake.listen()
        else:
            self.restored = time.monotonic()
            self.fake.handler = _well


def measure(kind):
    victims = [Victim(name) for name in providers.names(PROVIDERS)]
    try:
        urls = {victim.name: f"http://127.0.0.1:{victim.fake.port}/v1" for victim in victims}
        settings = {"check_interval": f"{INTERVAL * 1000:.0f}ms", "check_timeout": f"{TIMEOUT * 1000:.0f}ms"}
        with Server(kind, providers.environment(urls, **settings)) as server:
            longest = _watch(server, victims)
    finally:
        for victim in victims:
            victim.fake.close()
    times = {what: [time for victim in victims for time in victim.times[what]] for what in victims[0].times}
    return [
        _row("dies, port closed: until not listed", times["closed"], DOWN_BOUND),
        _row("dies, accepts and hangs: until not listed", times["hangs"], DOWN_BOUND),
        _row("is back: until listed", times["back"], UP_BOUND),
        Row("longest time between two looks at /status meanwhile, by which the times above may be too long", "",
            f"{longest * 1000:.0f} ms", None),
    ]


def _watch(server, victims):
    """Gives the longest time between two looks."""
    client = Client(server.port)
    longest, last = 0, time.monotonic()
    while any(len(victim.times["back"]) < KILLS // PROVIDERS for victim in victims):
        status, body = client.get("/status")
        now = time.monotonic()
        longest, last = max(longest, now - last), now
        if status != 200:
            raise RuntimeError(f"/status answers {status}")
        active = set(json.loads(body)["providers"]["active"])
        for victim in victims:
            if len(victim.times["back"]) < KILLS // PROVIDERS:
                victim.seen(victim.name in active, now)
        time.sleep(POLL)
    return longest


def _row(what, times, bound):
    over = sum(time > bound for time in times)
    value = (f"p50 {percentile(times, 0.5):.2f} s, p99 {percentile(times, 0.99):.2f} s, max {max(times):.3f} s;"
             f" {over} of {len(times)} over")
    return Row(f"a provider {what}", f"≤ {bound:.1f} s", value, over == 0)


def _well(_):
    return answer()


def _hung(_):
    return None
