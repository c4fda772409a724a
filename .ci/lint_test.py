"""Tries lint.py: it takes a plain request of each format, refuses each planted fault, and takes everything that we make of a
request by the case files. lint_test.py, in the project's folder; it says how many checks those are.
"""
import copy
import json
import pathlib
import re
import sys

from lint import refusal

TOOL = {"type": "function", "function": {"name": "Bash", "parameters": {"type": "object", "properties": {}}}}
CALL = {"id": "c1", "type": "function", "function": {"name": "Bash", "arguments": "{}"}}
OPENAI = {"model": "m", "max_tokens": 9, "tools": [TOOL], "messages": [
    {"role": "user", "content": "Hi"}, {"role": "assistant", "content": None, "tool_calls": [CALL, {**CALL, "id": "c2"}]},
    {"role": "tool", "tool_call_id": "c1", "content": ""}, {"role": "tool", "tool_call_id": "c2", "content": "2"}]}
RESPONSE = {"functionResponse": {"name": "Bash", "response": {"output": ""}}}
GEMINI = {"tools": [{"functionDeclarations": [{"name": "Bash", "parameters": {"type": "OBJECT"}}]}], "contents": [
    {"role": "user", "parts": [{"text": "Hi"}]},
    {"role": "model", "parts": [{"functionCall": {"name": "Bash", "args": {}}, "thoughtSignature": "x"}, {"functionCall": {"name": "Bash", "args": {}}}]},
    {"role": "user", "parts": [RESPONSE, RESPONSE]}]}
# Where in the plain request, what is put there (a deletion where it is ...), and what the refusal says.
FAULTS = {
    "openai": [
        (["top_k"], 1, "Unrecognized request argument"),
        (["messages"], [], "empty array"),
        (["messages", 0, "role"], "human", "Invalid value: 'human'"),
        (["messages", 0, "content"], [], "empty array"),
        (["messages", 0, "content"], None, "got null"),
        (["messages", 0, "content"], [{"type": "image_url", "image_url": {"url": "data:image/tiff;base64,AAAA"}}], "Invalid image"),
        (["messages", 0, "content"], [{"type": "text", "text": "x", "cache_control": {}}], "cache_control"),
        (["messages", 0, "content"], [{"type": "file", "file": {"file_data": "data:application/pdf;base64,AAAA"}}], "file_id"),
        (["messages", 1, "tool_calls"], [], "0 elements"),
        (["messages", 1, "tool_calls"], ..., "got null"),
        (["messages", 1, "signature"], "x", "Unknown parameter"),
        (["messages", 1, "tool_calls", 0, "function", "arguments"], "[]", "JSON object"),
        (["messages", 1, "tool_calls", 0, "function", "arguments"], {}, "JSON object"),
        (["messages", 1, "tool_calls", 0, "id"], "c" * 41, "maximum length 40"),
        (["messages", 1, "tool_calls", 1, "id"], "c1", "Duplicate"),
        (["messages", 2], ..., "did not have response messages: ['c1']"),
        (["messages", 2, "tool_call_id"], "c3", "must be a response to a preceeding message"),
        (["messages", 2, "content"], [{"type": "image_url", "image_url": {"url": "https://x"}}], "Invalid value: 'image_url'"),
        (["messages", 3], {"role": "user", "content": "x"}, "did not have response messages: ['c2']"),
        (["tools"], [TOOL] * 129, "129 elements"),
        (["tools", 0, "function", "name"], "a.b", "does not match pattern"),
        (["tools", 0, "function", "name"], "a" * 65, "does not match pattern"),
        (["tools", 0, "function", "input_schema"], {}, "Unknown parameter"),
        (["tools", 0, "function", "parameters"], {"type": "object"}, "missing properties"),
        (["tools", 0, "function", "parameters", "properties", "a"], {"type": "array"}, "missing items"),
        (["tools", 0, "function", "strict"], True, "additionalProperties"),
        (["tools"], ..., None),
        (["tool_choice"], {"type": "function", "function": {"name": "Read"}}, "not found in 'tools'"),
        (["tool_choice"], "any", "Invalid value: 'any'"),
        (["stop"], ["a", "b", "c", "d", "e"], "maximum length 4"),
        (["stream_options"], {"include_usage": True}, "only allowed when 'stream'"),
        (["model"], "o3", "'max_tokens' is not supported"),
        (["model"], "gpt-5-mini", "'max_tokens' is not supported"),
        (["model"], "gpt-5.6", "Function tools with reasoning_effort"),
        (["temperature"], 3, "out of range"),
        (["response_format"], {"type": "json_schema", "json_schema": {"name": "r", "strict": True, "schema": {
            "type": "object", "additionalProperties": False, "properties": {"a": {}}}}}, "every key in properties"),
    ],
    "gemini": [
        (["max_tokens"], 1, 'Unknown name "max_tokens"'),
        (["contents"], [], "contents is not specified"),
        (["contents", 0, "role"], "assistant", "valid role"),
        (["contents", 0, "parts"], [], "must not be empty"),
        (["contents", 0, "parts", 0], {}, "required oneof field"),
        (["contents", 0, "parts", 0, "text"], "", "text parameter"),
        (["contents", 0, "parts", 0, "cache_control"], {}, 'Unknown name "cache_control"'),
        (["contents", 0, "parts", 0, "inlineData"], {"mimeType": "image/png", "data": "AAAA"}, "already set"),
        (["contents", 0], ..., "beginning with user"),
        (["contents", 1, "parts", 0, "thoughtSignature"], ..., "missing a thought_signature"),
        (["contents", 1, "parts", 0, "functionCall", "args"], [], "Struct"),
        (["contents", 1, "parts", 0, "functionCall", "id"], "1", "ids do not match"),
        (["contents", 2, "parts", 1], ..., "number of function response parts"),
        (["contents", 2, "parts", 1, "functionResponse", "name"], "Read", "names do not match"),
        (["contents", 2, "parts", 1, "functionResponse", "response"], "x", "Struct"),
        (["contents", 2], ..., "followed by function response turns"),
        (["contents", 1], ..., "alternate"),
        (["tools", 0, "functionDeclarations", 0, "name"], "1a", "Invalid function name"),
        (["tools", 0, "functionDeclarations", 0, "input_schema"], {}, 'Unknown name "input_schema"'),
        (["tools", 0, "functionDeclarations", 0, "parametersJsonSchema"], {}, "Only one of"),
        (["tools", 0, "functionDeclarations", 0, "parameters", "$schema"], "x", 'Unknown name "$schema"'),
        (["tools", 0, "functionDeclarations", 0, "parameters", "additionalProperties"], False, "additionalProperties"),
        (["tools", 0, "functionDeclarations", 0, "parameters", "properties"], {"a": {"exclusiveMinimum": 0}}, "exclusiveMinimum"),
        (["tools", 0, "functionDeclarations", 0, "parameters", "properties"], {"a": {"enum": [7]}}, "TYPE_STRING"),
        (["toolConfig"], {"functionCallingConfig": {"mode": "AUTO", "allowedFunctionNames": ["Bash"]}}, "the mode ANY"),
        (["toolConfig"], {"functionCallingConfig": {"mode": "any"}}, "Invalid value"),
        (["generationConfig"], {"stopSequences": list("abcdef")}, "at most 5"),
        (["generationConfig"], {"thinkingConfig": {"thinkingLevel": "low", "thinkingBudget": 1}}, "only one of"),
        (["generationConfig"], {"responseJsonSchema": {}}, "application/json"),
    ],
}
PATHS = {"openai": "/v1/chat/completions", "gemini": "/v1beta/models/gemini-3-pro-preview:generateContent"}


def planted(base, place, value):
    body = copy.deepcopy(base)
    inside = body
    for key in place[:-1]:
        inside = inside[key]
    if value is ...:
        del inside[place[-1]]
    else:
        inside[place[-1]] = value
    return body


def translated(folder):
    """The name of each case of a request to the API itself, not one like it, with its path and what is sent."""
    least = {"openai": {"model": "m", "max_tokens": 100, "messages": [{"role": "user", "content": "Hi"}]},
             "gemini": {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}], "generationConfig": {"maxOutputTokens": 100}}}[folder.parent.name]
    for file in sorted(folder.glob("*.case")):
        sections = {part.split("\n", 1)[0].strip(): part.split("\n", 1)[1].strip() for part in ("\n" + file.read_text()).split("\n--- ")[1:]}
        host = sections.get("host", "")
        if "refused" in sections or not re.search(r"^$|^api\.openai\.com$|\.openai\.azure\.com$|googleapis\.com$", host):
            continue
        body = {**least, **json.loads(sections.get("translated", "{}"))}
        path = PATHS["openai"] if "messages" in body else "/v1beta/models/%s:generateContent" % sections.get("model", "m").removeprefix("models/")
        yield file, path, {key: value for key, value in body.items() if value is not None}


def main():
    checks = 0
    for form, base in (("openai", OPENAI), ("gemini", GEMINI)):
        assert refusal(PATHS[form], base) is None, refusal(PATHS[form], base)
        for place, value, says in FAULTS[form]:
            refused = refusal(PATHS[form], planted(base, place, value))
            assert (refused is None) if says is None else (refused and says in refused[0]), (place, value, refused)
            checks += 1
    wrong = []
    for form in PATHS:
        for file, path, body in translated(pathlib.Path("src/test/resources/dev/ccproxy", form, "request")):
            refused = refusal(path, body)
            checks += 1
            if refused:
                wrong.append("%s: %s" % (file, refused[0]))
    print("\n".join(wrong) or "%d requests are taken or refused as they should be" % checks)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
