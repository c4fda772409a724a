"""Requests as clients send them, as bytes in files."""

import json

# A message of a conversation, with what JSON has to escape.
TEXT = 'The function "read" gives the whole file:\n\n\tvoid main() { /* … */ }\n\nWhat is wrong with it? ' * 4


def request(directory, provider, size, stream=False, path="/v1/messages", user=0):
    """The file of a request for a provider, of so many bytes or a little more."""
    body = {"model": f"{provider},m", "max_tokens": 1024, "metadata": {"user_id": str(user)}, "stream": stream,
            "messages": []}
    text = json.dumps(body, separators=(",", ":"))
    message = json.dumps({"role": "user", "content": TEXT}, separators=(",", ":"), ensure_ascii=False)
    missing = max(size - len(text), 1)
    messages = [message] * (missing // len(message) + 1)
    data = (text[:-2] + ",".join(messages) + "]}").encode()
    file = directory / f"{provider}-{size}{path.replace('/', '-')}.http"
    head = (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nx-api-key: key\r\n"
            f"anthropic-version: 2023-06-01\r\nContent-Length: {len(data)}\r\n\r\n")
    file.write_bytes(head.encode() + data)
    return file
