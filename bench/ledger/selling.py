"""A provider that counts what it has sold, and clients that buy."""

import json
import random

import wire

INPUT = 10
USD_PER_TOKEN = {"input": 3e-6, "output": 15e-6}
PRICES = "acme/* from=2026-01-01 input=3 output=15\n"


class Seller:
    """Sells so many tokens of output by each request, between the least and the most."""

    def __init__(self, least, most):
        self.least, self.most = least, most
        self.requests = self.output = 0
        self.provider = wire.Provider(self._answer)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.provider.port}"

    @property
    def usd(self):
        return self.requests * INPUT * USD_PER_TOKEN["input"] + self.output * USD_PER_TOKEN["output"]

    def _answer(self, _):
        output = random.randint(self.least, self.most)
        self.requests += 1
        self.output += output
        body = json.dumps({
            "id": "m", "type": "message", "role": "assistant", "model": "m", "content": [{"type": "text", "text": "Well."}],
            "stop_reason": "end_turn", "usage": {"input_tokens": INPUT, "output_tokens": output}}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        return [(head.encode() + body, 0)], wire.Provider.KEEP


def request(max_tokens):
    body = json.dumps(
        {"model": "m", "max_tokens": max_tokens, "messages": [{"role": "user", "content": "Well?"}]}).encode()
    head = (f"POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nx-api-key: key\r\n"
            f"Content-Length: {len(body)}\r\n\r\n")
    return head.encode() + body


def get(path):
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nx-api-key: key\r\n\r\n".encode()


async def usage(port):
    """What /usage says of this month's total, and of what is not in it yet; None if it cannot be told."""
    client = wire.Client(port)
    try:
        response = await client.ask([(get("/usage"), 0)])
        return json.loads(response.body) if response.status == 200 else None
    finally:
        client.close()


def spent(database):
    """What the database says is spent of all budgets, in US dollars."""
    return float(database.ask("SELECT COALESCE(SUM(spent), 0) FROM ccproxy_budget") or 0)
