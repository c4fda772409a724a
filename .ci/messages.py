"""A provider that says what a word in the request asks for, and writes down what it is asked: of the Messages API, below
/openai of chat completions, and below /gemini of Gemini's API.
messages.py PORT LOG: on 127.0.0.1. In LOG one line of JSON for each request, and for each connection that the peer
has closed in the middle of a stream.

  PLAY-TEXT   says SAID-TEXT
  PLAY-TOOL   has Bash shout what is in note.txt, and then says what came back
  PLAY-HANG   begins to say something, and goes on with nothing
  PLAY-CUT    begins to say something and closes the connection, and says SAID-TEXT when a session asks once more
  PLAY-BUSY   is overloaded, and says SAID-TEXT when a session asks once more
  PLAY-FOUR   has Bash do four things at once, and then says what came back
  PLAY-THINK  thinks, has Bash do something, and then says SAID-TEXT
  PLAY-READ   has the file of the next word read, and then says SAID-TEXT
  PLAY-AGENT  has an agent asked for PLAY-TEXT, and then says what came back
  PLAY-SHELL  as PLAY-TOOL, with whatever the client calls its shell
  else        says SAID-NOTHING

What the APIs themselves refuse, by lint.py, is refused, and written down as "refused". There is no model whose name has "missing" in it. The list of models has one of Claude and another.
"""
import http.server
import itertools
import json
import re
import select
import sys
import threading
import time

import lint

log = open(sys.argv[2], "a", buffering=1)
writing = threading.Lock()
failed = set()
thought = "I think äöü 漢字 🙂, \"so\" to say."
signature = "EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds+/=="
models = [{"type": "model", "id": name, "display_name": name.title(), "created_at": "2026-01-01T00:00:00Z"} for name in ("claude-listed-1", "other-listed-1")]


def write(kind, **fields):
    with writing:
        print(json.dumps({"kind": kind, "time": time.time(), **fields}), file=log)


def pieces(text, length):
    return [text[i : i + length] for i in range(0, len(text), length)]


def text_of(content):
    if isinstance(content, str):
        return content
    return "".join(block.get("text", "") for block in content if isinstance(block, dict))


def use(number, name, value):
    return {"type": "tool_use", "id": "toolu_0%d" % number, "name": name, "input": value}


def turn(body, session):
    """What to say: the blocks, why it ends, and what comes in the place of the end."""
    played = re.findall(r"(PLAY-[A-Z]+)(?: ([\w./-]+))?", json.dumps(body.get("messages", [])))
    play, word = played[0] if played and body.get("tools") else ("", "")
    last = body["messages"][-1]["content"] if body.get("messages") else ""
    results = [b for m in body.get("messages", []) if not isinstance(m["content"], str)
               for b in m["content"] if b.get("type") == "tool_result"]
    if play == "PLAY-CUT" and (play, session) not in failed:
        failed.add((play, session))
        return [{"type": "text", "text": "SAID-BEGINNING"}], None, "cut"
    if play == "PLAY-BUSY" and (play, session) not in failed:
        failed.add((play, session))
        return [], None, "busy"
    if play in ("PLAY-TEXT", "PLAY-CUT", "PLAY-BUSY"):
        return [{"type": "text", "text": "SAID-TEXT äöü 漢字 🙂"}], "end_turn", None
    if play in ("PLAY-THINK", "PLAY-READ") and results:
        return [{"type": "text", "text": "SAID-TEXT äöü 漢字 🙂"}], "end_turn", None
    if play in ("PLAY-TOOL", "PLAY-SHELL", "PLAY-FOUR", "PLAY-AGENT") and results:
        came = ", ".join(text_of(result.get("content", "")) for result in results)
        return [{"type": "text", "text": "It came back: " + came}], "end_turn", None
    if play in ("PLAY-TOOL", "PLAY-SHELL"):
        name = "Bash" if play == "PLAY-TOOL" else next(t["name"] for t in body["tools"] if re.search("bash|shell", t["name"]))
        command = {"command": "tr a-z A-Z <note.txt", "description": 'Shout "äöü 漢字"'}
        if play == "PLAY-SHELL":
            # Qwen Code may miss what a program writes to its terminal just before it ends.
            command["command"] += " >shouted"
            command["is_background"] = False
        return [{"type": "text", "text": "I look."}, use(1, name, command)], "tool_use", None
    if play == "PLAY-FOUR":
        return [{"type": "text", "text": "I look."}] + [
            use(i, "Bash", {"command": "expr %d + $(wc -w <note.txt)" % i, "description": "Number %d" % i}) for i in (1, 2, 3, 4)], "tool_use", None
    if play == "PLAY-THINK":
        return [{"type": "thinking", "thinking": thought, "signature": signature}, use(1, "Bash", {"command": "wc -w <note.txt", "description": "Count"})], "tool_use", None
    if play == "PLAY-READ":
        return [{"type": "text", "text": "I read."}, use(1, "Read", {"file_path": word})], "tool_use", None
    if play == "PLAY-AGENT":
        name = next(t["name"] for t in body["tools"] if t["name"] in ("Agent", "Task"))
        return [use(1, name, {"description": "Say something", "prompt": "PLAY-TEXT please", "subagent_type": "general-purpose", "run_in_background": False})], "tool_use", None
    if play == "PLAY-HANG":
        return [{"type": "text", "text": "SAID-BEGINNING"}], None, "hang"
    return [{"type": "text", "text": "SAID-NOTHING"}], "end_turn", None


def events(message):
    """The stream of a message, in small pieces."""
    yield {"type": "message_start", "message": {**message, "content": [], "stop_reason": None, "usage": {**message["usage"], "output_tokens": 1}}}
    for index, block in enumerate(message["content"]):
        if block["type"] == "text":
            yield {"type": "content_block_start", "index": index, "content_block": {"type": "text", "text": ""}}
            deltas = [{"type": "text_delta", "text": piece} for piece in pieces(block["text"], 5)]
        elif block["type"] == "thinking":
            yield {"type": "content_block_start", "index": index, "content_block": {"type": "thinking", "thinking": "", "signature": ""}}
            deltas = [{"type": "thinking_delta", "thinking": piece} for piece in pieces(block["thinking"], 5)]
            deltas.append({"type": "signature_delta", "signature": block["signature"]})
        else:
            yield {"type": "content_block_start", "index": index, "content_block": {**block, "input": {}}}
            deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in ["", *pieces(json.dumps(block["input"], ensure_ascii=False), 7)]]
        if index == 0:
            yield {"type": "ping"}
        for delta in deltas:
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    yield {"type": "message_delta", "delta": {"stop_reason": message["stop_reason"], "stop_sequence": None}, "usage": {"output_tokens": message["usage"]["output_tokens"]}}
    yield {"type": "message_stop"}


def of_openai(body):
    """A request for chat completions, as far as turn() reads one, in the form of the Messages API."""
    turned = []
    for message in body["messages"]:
        if message["role"] == "tool":
            turned.append({"role": "user", "content": [{"type": "tool_result", "tool_use_id": message["tool_call_id"], "content": message["content"]}]})
        elif message["role"] == "assistant":
            calls = [use_of(call) for call in message.get("tool_calls", [])]
            turned.append({"role": "assistant", "content": [{"type": "text", "text": message["content"] or ""}, *calls]})
        elif message["role"] == "user":
            content = message["content"]
            turned.append({"role": "user", "content": content if isinstance(content, str) else [
                part if part["type"] == "text" else {"type": part["type"]} for part in content]})
    return {"messages": turned, "tools": [{"name": tool["function"]["name"]} for tool in body.get("tools", [])]}


def use_of(call):
    return {"type": "tool_use", "id": call["id"], "name": call["function"]["name"], "input": json.loads(call["function"]["arguments"])}


def of_gemini(body):
    """A request for Gemini's generateContent in the same form."""
    turned = []
    for number, content in enumerate(body["contents"]):
        blocks = []
        for part in content["parts"]:
            if "functionCall" in part:
                blocks.append({"type": "tool_use", "id": "", "name": part["functionCall"]["name"], "input": part["functionCall"]["args"]})
            elif "functionResponse" in part:
                blocks.append({"type": "tool_result", "content": str(next(iter(part["functionResponse"]["response"].values())))})
            elif "text" in part and not part.get("thought"):
                blocks.append({"type": "text", "text": part["text"]})
        turned.append({"role": "assistant" if content["role"] == "model" else "user", "content": blocks})
    tools = [function for tool in body.get("tools", []) for function in tool.get("functionDeclarations", [])]
    return {"messages": turned, "tools": [{"name": function["name"]} for function in tools]}


def contents(blocks, reason):
    """The stream of a turn in Gemini's form, whose calls are whole and have no ids."""
    usage = {"promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}
    for block in blocks:
        if block["type"] == "tool_use":
            parts = [{"functionCall": {"name": block["name"], "args": block["input"]}, "thoughtSignature": "c2lnbmVk"}]
        elif block["type"] == "thinking":
            parts = [{"text": piece, "thought": True} for piece in pieces(block["thinking"], 5)]
        else:
            parts = [{"text": piece} for piece in pieces(block["text"], 5)]
        for part in parts:
            yield {"candidates": [{"index": 0, "content": {"role": "model", "parts": [part]}}], "usageMetadata": usage}
    yield {"candidates": [{"index": 0, "content": {"role": "model", "parts": [{"text": ""}]}, "finishReason": "STOP"}], "usageMetadata": usage} if reason else None


def chunks(blocks, reason):
    """The stream of a turn; calls that follow one another are interleaved."""
    def chunk(delta, finish=None):
        return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    yield chunk({"role": "assistant", "content": ""})
    calls = []
    for block in blocks:
        if block["type"] == "text":
            yield from (chunk({"content": piece}) for piece in pieces(block["text"], 5))
        elif block["type"] == "thinking":
            yield from (chunk({"reasoning_content": piece}) for piece in pieces(block["thinking"], 5))
        else:
            number = len(calls)
            calls.append([{"index": number, "function": {"arguments": piece}} for piece in pieces(json.dumps(block["input"], ensure_ascii=False), 7)])
            yield chunk({"tool_calls": [{"index": number, "id": block["id"].replace("toolu", "call"), "type": "function", "function": {"name": block["name"], "arguments": ""}}]})
    for row in itertools.zip_longest(*calls):
        yield from (chunk({"tool_calls": [piece]}) for piece in row if piece)
    yield chunk({}, {"tool_use": "tool_calls"}.get(reason, "stop")) if reason else None
    yield {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}}


class Provider(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        write("asked", path=self.path)
        if self.path.startswith("/gemini/"):
            self.answer({"models": [{"name": "models/gemini-listed-1", "displayName": "Gemini Listed 1", "inputTokenLimit": 1000000}]})
            return
        self.answer({"data": models, "has_more": False, "first_id": models[0]["id"], "last_id": models[-1]["id"]})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        write("request", path=self.path, headers=[[name.lower(), value] for name, value in self.headers.items()], body=body)
        refused = lint.refusal(self.path, body)
        if refused:
            write("refused", path=self.path, why=refused[0])
            self.answer(refused[1], 400)
            return
        if self.path == "/openai/chat/completions":
            streamed = body.get("stream")
            self.translated(of_openai(body), streamed, lambda text: {
                "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 100, "completion_tokens": 20}}, chunks, "data: [DONE]\n\n")
            return
        if self.path.endswith(":countTokens"):
            self.answer({"totalTokens": 100})
            return
        if self.path.startswith("/gemini/"):
            streamed = ":streamGenerateContent" in self.path
            self.translated(of_gemini(body), streamed, lambda text: {
                "candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "finishReason": "STOP"}],
                "usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 20}}, contents, "")
            return
        if self.path.split("?")[0].endswith("/count_tokens"):
            self.answer({"input_tokens": 100})
            return
        if "missing" in body["model"]:
            self.answer({"type": "error", "error": {"type": "not_found_error", "message": "model: " + body["model"]}}, 404)
            return
        blocks, reason, instead = turn(body, self.headers["x-claude-code-session-id"])
        if instead == "busy":
            self.answer({"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}, 529)
            return
        message = {"id": "msg_01", "type": "message", "role": "assistant", "model": body["model"], "content": blocks, "stop_reason": reason,
                   "stop_sequence": None, "usage": {"input_tokens": 100, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 20}}
        if not body.get("stream"):
            self.answer(message)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("request-id", "req_clients")
        self.end_headers()
        for event in events(message):
            if instead and event["type"] == "content_block_stop":
                self.close_connection = True
                if instead == "hang":
                    self.hang()
                return
            self.chunk("event: %s\ndata: %s\n\n" % (event["type"], json.dumps(event, ensure_ascii=False)))
            time.sleep(0.005)
        self.wfile.write(b"0\r\n\r\n")

    def translated(self, body, streamed, whole, pieces_of, end):
        """A response in another format than that of the Messages API."""
        blocks, reason, instead = turn(body, json.dumps(body["messages"])[:9000])
        if instead == "busy":
            self.answer({"error": {"code": 503, "message": "The model is overloaded", "status": "UNAVAILABLE"}}, 503)
            return
        if not streamed:
            self.answer(whole(text_of(blocks)))
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for each in pieces_of(blocks, reason):
            if each is None:
                self.close_connection = True
                if instead == "hang":
                    self.hang()
                return
            self.chunk("data: %s\n\n" % json.dumps(each, ensure_ascii=False))
            time.sleep(0.005)
        if end:
            self.chunk(end)
        self.wfile.write(b"0\r\n\r\n")

    def chunk(self, text):
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def hang(self):
        """Until the peer closes the connection."""
        if select.select([self.connection], [], [], 120)[0]:
            write("gone")

    def answer(self, value, status=200):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("request-id", "req_clients")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


Server(("127.0.0.1", int(sys.argv[1])), Provider).serve_forever()
