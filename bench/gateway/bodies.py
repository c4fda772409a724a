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
    return _file(directory, f"{provider}-{size}{path.replace('/', '-')}", path, data)


def _file(directory, name, path, data):
    file = directory / f"{name}.http"
    head = (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nx-api-key: key\r\n"
            f"anthropic-version: 2023-06-01\r\nContent-Length: {len(data)}\r\n\r\n")
    file.write_bytes(head.encode() + data)
    return file


def first_turn(directory, provider, size):
    """The file of a first turn of a coding tool, of which most are the descriptions and schemas of its tools."""
    words = "Reads the file at the path, from a line on; use it before anything is written. Never guess a path.\n"
    tools = [{"name": f"tool_{number}", "description": words * 14, "input_schema": {
        "type": "object", "required": ["path"], "additionalProperties": False, "properties": {
            f"field_{field}": {"type": ("string", "integer", "boolean")[field % 3], "description": words}
            for field in range(8)} | {"path": {"type": "string"}, "kind": {"type": "string", "enum": ["a", "b", "c"]}}}}
        for number in range(24)]
    body = {"model": f"{provider},m", "max_tokens": 1024, "stream": True, "tools": tools,
            "system": [{"type": "text", "text": "", "cache_control": {"type": "ephemeral"}}],
            "messages": [{"role": "user", "content": [{"type": "text", "text": "What is in this folder?"}]}]}
    body["system"][0]["text"] = (TEXT * 100)[:max(size - len(json.dumps(body)), 1)]
    return _file(directory, f"{provider}-first", "/v1/messages", json.dumps(body, separators=(",", ":")).encode())
