"""A real session once more, as a client and a provider of next month may speak: each header, beta, field, kind of block and
event has another name. It has to pass as it is, and each event at once.
next_month.py GATEWAY KEY PROVIDER PORT: the requests, one line of JSON each, come from stdin; PROVIDER tells what is said to
them; the gateway has a provider "next" on PORT, which is played here. Says how many requests passed; anything else is a fault.
"""
import http.client
import http.server
import json
import re
import sys
import threading
import urllib.parse

gateway, key, provider, port = sys.argv[1:]
FAMILY = re.compile(r"^(anthropic|x-stainless|x-claude)-")
received = []
said = []
begun = threading.Event()


def renamed(value, path=()):
    """Each name and each kind in it, but for the model, by which the gateway finds the provider."""
    if isinstance(value, dict):
        return {name if (*path, name) == ("model",) else "next_" + name:
                "next_" + inner if name == "type" and isinstance(inner, str) else renamed(inner, (*path, name))
                for name, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner, (*path, 0)) for inner in value]
    return value


def renamed_headers(headers):
    for name, value in headers:
        if FAMILY.match(name):
            value = ",".join("next-" + beta for beta in value.split(",")) if name == "anthropic-beta" else value
            yield FAMILY.sub(r"\1-next-", name), value


def renamed_stream(text):
    events = [event.split("\n") for event in text.split("\n\n")[:-1]]
    return ["event: next_%s\ndata: %s\n\n" % (kind.removeprefix("event: "), as_json(renamed(json.loads(data.removeprefix("data: "))))) for kind, data in events]


def as_json(value):
    return json.dumps(value, ensure_ascii=False)


class Next(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        received.append((self.path, [(name.lower(), value) for name, value in self.headers.items()], body))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("anthropic-next-header", "of the response")
        self.end_headers()
        for number, event in enumerate(said):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(event.encode()), event.encode()))
            self.wfile.flush()
            if number == 0 and not begun.wait(10):
                return
        self.wfile.write(b"0\r\n\r\n")


def post(url, path, headers, body):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=30)
    connection.request("POST", path, body, dict(headers))
    return connection.getresponse()


def replay(request):
    """What is wrong, or nothing."""
    original = post(provider, request["path"], [("content-type", "application/json")], as_json(request["body"]).encode())
    said[:] = renamed_stream(original.read().decode())
    headers = list(renamed_headers(request["headers"]))
    body = renamed(request["body"])
    sent, arrives = (as_json({**body, "model": model}).encode() for model in ("next," + body["model"], body["model"]))
    begun.clear()
    response = post(gateway, request["path"], [*headers, ("x-api-key", key), ("content-type", "application/json")], sent)
    first = response.read1(1)
    begun.set()
    came = first + response.read()
    path, its, bytes_ = received[-1] if received else ("", [], b"")
    if response.status != 200 or came.decode() != "".join(said):
        return f"it came back as {response.status} {came[:500]}"
    if path != request["path"] or bytes_ != arrives:
        return f"it arrived as {path} {bytes_[:500]}"
    if missing := [header for header in headers if header not in its]:
        return f"these did not arrive: {missing}"
    if response.headers["anthropic-next-header"] != "of the response":
        return "a header of the response is missing"
    return "" if len(headers) > 5 and len(said) > 5 else f"too little to see: {headers} {said}"


threading.Thread(target=http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Next).serve_forever, daemon=True).start()
requests = [json.loads(line) for line in sys.stdin]
for request in requests:
    if fault := replay(request):
        sys.exit(fault)
print(len(requests), "passed")
