"""What becomes of a budget that three servers share, with 64 clients at once."""

import asyncio
import contextlib

import gateway
import selling
import wire
from postgresql import PostgreSql
from server import Server
from table import Row

NODES, CLIENTS, ATTEMPTS = 3, 64, 100_000
OUTPUT = 1, 198
MEAN = selling.INPUT * selling.USD_PER_TOKEN["input"] + sum(OUTPUT) / 2 * selling.USD_PER_TOKEN["output"]
BUDGET = round(1000 * MEAN, 6)
MOST = selling.INPUT * selling.USD_PER_TOKEN["input"] + OUTPUT[1] * selling.USD_PER_TOKEN["output"]


async def measure(kind, options):
    # Where strict, 128,000 tokens of output would be more than the whole budget: a request says what it can use.
    return [*await _measure(kind, options, True, OUTPUT[1]), *await _measure(kind, options, False, 128_000)]


async def _measure(kind, options, strict, max_tokens):
    prices = options.scratch / "prices-of-acme"
    prices.write_text(selling.PRICES)
    seller = selling.Seller(*OUTPUT)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(seller.provider)
        database = stack.enter_context(PostgreSql())
        servers = []
        for number in range(NODES):
            environment = {
                **gateway.towards(
                    {"acme": seller.url}, prices_file=prices, budget_strict=str(strict).lower(), node=f"node-{number}",
                    limits_client_budget_per_month=f"{BUDGET} USD"), **database.environment()}
            servers.append(await asyncio.to_thread(_started, stack, kind, environment))
        counts = {}
        sent = selling.request(max_tokens)

        async def one(client, _):
            response = await client.ask([(sent, 0)])
            what = response.headers.get("x-ccproxy-error", "") or str(response.status)
            counts[what] = counts.get(what, 0) + 1

        share = ATTEMPTS // NODES
        await asyncio.gather(*(
            wire.all_of(range(share), server.port, CLIENTS // NODES + (number < CLIENTS % NODES), one)
            for number, server in enumerate(servers)))
        booked = await _booked(database, servers)
    how = "strict" if strict else "not strict, max_tokens 128,000"
    part = seller.usd / BUDGET * 100
    told = ", ".join(f"{count:,} × {what}" for what, count in sorted(counts.items()))
    over = BUDGET if strict else BUDGET + CLIENTS * MOST
    return [
        Row(f"three servers, {CLIENTS} clients, {ATTEMPTS:,} requests, {how}: of the budget sold",
            "≤ 100 %" if strict else f"≥ 98 %, ≤ {over / BUDGET * 100:.0f} %", f"{part:.2f} % ({told})",
            seller.usd <= over + 1e-9 and (strict or part >= 98)),
        Row(f"three servers, {how}: what was sold, less what is charged and what is in the ledger", "0",
            f"{seller.usd - booked[0]:.6f} USD, {seller.output - booked[1]} tokens",
            abs(seller.usd - booked[0]) < 5e-7 and seller.output == booked[1]),
        Row(f"three servers, {how}: responses that are neither a message nor say that the budget is spent or promised", "0",
            str(sum(count for what, count in counts.items() if what not in EXPECTED)),
            all(what in EXPECTED for what in counts)),
    ]


EXPECTED = {"200", "client_budget_spent", "client_budget_busy"}


def _started(stack, kind, environment):
    return stack.enter_context(Server(kind, environment))


async def _booked(database, servers):
    """Of the budget, and tokens of output in the ledger, once all nodes have written what they have."""
    for _ in range(300):
        told = [await selling.usage(server.port) for server in servers]
        if all(each and not each["waiting_attempts"] for each in told):
            return selling.spent(database), told[0]["total"]["output_tokens"]
        await asyncio.sleep(0.2)
    raise TimeoutError("The ledger is not written")
