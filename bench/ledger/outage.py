"""A database that stands still while requests go on: what clients notice of it, and what is in the ledger afterwards."""

import asyncio
import collections
import contextlib
import time

import gateway
import selling
import wire
from postgresql import PostgreSql
from server import Server
from table import Row, percentile

RATE = 100
BEFORE = 60
# So many requests at once are more than a server can take that has just started.
WARM_UP = "warm-up"
OUTPUT = 42
# A slice is good for a minute; a little more, because a lease is in the making when the database stops.
SLICES_LAST = 65
# Seconds for which a connection may have been idle; both servers allow more.
IDLE = 5
P50_BOUND, P99_BOUND = 1.0, 10.0
# Nobody tells that the database takes connections again: one to it may be in the making, for up to 5 s; half a second later,
# there is the next one. Before, it has those to accept that were given up meanwhile, some 200 of them.
AGAIN_BOUND = 6
SSL_REQUEST = bytes([0, 0, 0, 8, 4, 210, 22, 47])


class Load:
    """Requests to one server at a steady rate, whatever becomes of those before."""

    def __init__(self, port):
        self.port = port
        self.sent = selling.request(128_000)
        self.idle = []
        self.phase = ""
        self.responses = []

    async def run(self, seconds):
        begun = time.monotonic()
        async with asyncio.TaskGroup() as requests:
            for number in range(int(seconds * RATE)):
                await asyncio.sleep(begun + number / RATE - time.monotonic())
                requests.create_task(self._one(begun))

    async def _one(self, begun):
        client = self._client()
        at = time.monotonic()
        response = await client.ask([(self.sent, 0)])
        what = response.headers.get("x-ccproxy-error", "") or str(response.status)
        self.responses.append((self.phase, at - begun, (time.monotonic() - at) * 1e3, what))
        self.idle.append((time.monotonic(), client))

    def _client(self):
        """One whose connection was used a moment ago, if there is one: servers close those that are idle for long."""
        while self.idle:
            since, client = self.idle.pop()
            if time.monotonic() - since < IDLE:
                return client
            client.close()
        return wire.Client(self.port)

    def of(self, phase):
        return [each for each in self.responses if each[0] == phase]


async def measure(kind, options):
    prices = options.scratch / "prices-of-acme"
    prices.write_text(selling.PRICES)
    seller = selling.Seller(OUTPUT, OUTPUT)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(seller.provider)
        database = stack.enter_context(PostgreSql())
        loads = {}
        for policy in ("allow", "refuse"):
            environment = {
                **gateway.towards(
                    {"acme": seller.url}, prices_file=prices, budget_without_database=policy, node=policy,
                    limits_client_budget_per_month="1000000 USD"), **database.environment()}
            server = await asyncio.to_thread(lambda env: stack.enter_context(Server(kind, env)), environment)
            loads[policy] = Load(server.port)

        async def phase(name, seconds):
            for load in loads.values():
                load.phase = name
            await asyncio.gather(*(load.run(seconds) for load in loads.values()))

        await phase(WARM_UP, BEFORE / 2)
        await phase("before", BEFORE)
        database.freeze()
        await phase("meanwhile", options.minutes * 60)
        database.thaw()
        takes_connections, _ = await asyncio.gather(_takes_connections(database.port), phase("afterwards", 20))
        booked = await _booked(database, loads)
    return list(_rows(loads, seller, booked, takes_connections, options.minutes))


async def _takes_connections(port):
    """Seconds until PostgreSQL responds to somebody who has just come."""
    begun = time.monotonic()
    while True:
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 0.3)
            writer.write(SSL_REQUEST)
            await reader.readexactly(1)
            writer.close()
            return time.monotonic() - begun
        except (OSError, asyncio.IncompleteReadError):
            await asyncio.sleep(0.1)


async def _booked(database, loads):
    """Of the budget, and attempts and tokens of output in the ledger, once all nodes have written what they have."""
    for _ in range(600):
        told = [await selling.usage(load.port) for load in loads.values()]
        if all(each and not each["waiting_attempts"] for each in told):
            total = told[0]["total"]
            return selling.spent(database), total["attempts"], total["output_tokens"], sum(
                each["lost_attempts"] for each in told)
        await asyncio.sleep(0.2)
    raise TimeoutError("The ledger is not written")


def _rows(loads, seller, booked, takes_connections, minutes):
    what = f"a database that stands still for {minutes:g} minutes, {RATE} requests a second"
    allow, refuse = loads["allow"], loads["refuse"]
    for policy, load in loads.items():
        before, meanwhile = ([each[2] for each in load.of(phase)] for phase in ("before", "meanwhile"))
        p50 = percentile(meanwhile, 0.5) - percentile(before, 0.5)
        p99 = percentile(meanwhile, 0.99) - percentile(before, 0.99)
        yield Row(f"{what}, {policy}: p50 and p99 later than before", f"≤ {P50_BOUND:.0f} ms, ≤ {P99_BOUND:.0f} ms",
                  f"{p50:+.2f} ms, {p99:+.1f} ms ({percentile(before, 0.5):.2f} ms, {percentile(before, 0.99):.1f} ms;"
                  f" max {max(meanwhile):.0f} ms)", p50 <= P50_BOUND and p99 <= P99_BOUND)
    served = [each for each in allow.responses if each[0] != WARM_UP]
    wrong = [each for each in served if each[3] != "200"]
    yield Row(f"{what}, allow: not served", "0", f"{len(wrong)} of {len(served):,}" + _kinds(wrong), not wrong)
    late = [each for each in refuse.of("meanwhile") if each[3] == "200" and each[1] > SLICES_LAST]
    early = [each[1] for each in refuse.of("meanwhile") if each[3] != "200"]
    decided = [each for each in refuse.responses if each[0] != WARM_UP]
    other = [each for each in decided if each[3] not in ("200", "client_budget_unknown")]
    yield Row(f"{what}, refuse: served after {SLICES_LAST} s; other than served or client_budget_unknown", "0; 0",
              f"{len(late)}; {len(other)} of {len(decided):,}{_kinds(other)} (refused from {min(early, default=-1):.1f} s on)",
              not late and not other and bool(early))
    again = max((each[1] for each in refuse.of("afterwards") if each[3] != "200"), default=0)
    yield Row(f"{what}, refuse: seconds until everything is served again, from when the database takes connections",
              f"≤ {AGAIN_BOUND} s", f"{again - takes_connections:.1f} s (after {takes_connections:.1f} s)",
              again - takes_connections <= AGAIN_BOUND)
    usd, attempts, output, lost = booked
    yield Row(f"{what}: sold, less what is in the ledger", "0",
              f"{seller.requests - attempts} of {seller.requests:,} requests, {seller.output - output} tokens,"
              f" {seller.usd - usd:.6f} USD; {lost} lost",
              seller.requests == attempts and seller.output == output and abs(seller.usd - usd) < 5e-7 and not lost)


def _kinds(responses):
    """How many of each kind, and when, in words."""
    kinds = collections.defaultdict(list)
    for phase, at, _, what in responses:
        kinds[phase, what].append(at)
    return "".join(
        f"; {len(times)} {what} {phase}, at {min(times):.1f} to {max(times):.1f} s" for (phase, what), times in kinds.items())
