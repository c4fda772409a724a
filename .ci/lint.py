"""What OpenAI's chat completions and Gemini's API refuse of a request, with 400, as far as it is documented or has been
reported; each rule says where, and those without a place are the API's own words. For the providers of messages.py, which
refuse it as well. lint_test.py tries each rule.
"""
import json
import re
from urllib.parse import urlsplit

# The fields of "Create chat completion" in OpenAI's API reference, and of the types of openai-node 7.59.0. Others:
# "Unrecognized request argument supplied: top_k".
OPENAI_FIELDS = set(
    "model messages stream stream_options tools tool_choice parallel_tool_calls max_tokens max_completion_tokens temperature"
    " top_p stop n user safety_identifier prompt_cache_key prompt_cache_options prompt_cache_retention metadata store"
    " reasoning_effort verbosity response_format seed service_tier logprobs top_logprobs frequency_penalty presence_penalty"
    " logit_bias modalities audio prediction web_search_options functions function_call".split())
MESSAGE_FIELDS = {
    "system": {"name"},
    "developer": {"name"},
    "user": {"name"},
    "assistant": {"name", "tool_calls", "refusal", "audio", "function_call"},
    "tool": {"tool_call_id"},
}
# The parts of a message by its role: "Invalid content type. image_url is only supported by certain models", and the API
# reference: of a tool, "only text parts are supported".
PARTS = {
    "system": {"text"},
    "developer": {"text"},
    "user": {"text", "image_url", "file", "input_audio"},
    "assistant": {"text", "refusal"},
    "tool": {"text"},
}
OPENAI_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # the pattern of "Invalid 'tools[0].function.name': string does not match"
REASONS = re.compile(r"o[134](-|$)|gpt-5(?!-chat)|gpt-[6-9]")
EFFORTS = {"none", "minimal", "low", "medium", "high", "xhigh", "max"}  # openai-node 7.59.0, ReasoningEffort
ONLY_TEXT = re.compile(r"data:image/(png|jpeg|gif|webp);base64,.|https?://.")  # guides/images-vision, "Image input requirements"


def openai(body):
    """What is wrong with a request for chat completions, as pairs of a parameter and a message; the API says the first."""
    for key in body:
        if key not in OPENAI_FIELDS:
            yield key, "Unrecognized request argument supplied: " + key
    if not isinstance(body.get("model"), str) or not body["model"]:
        yield "model", "you must provide a model parameter"
    yield from openai_limits(body)
    yield from openai_tools(body)
    yield from openai_messages(body)
    shape = body.get("response_format", {"type": "text"})
    if shape.get("type") not in ("text", "json_object", "json_schema"):
        yield "response_format.type", "Invalid value"
    elif shape["type"] == "json_schema":
        schema = shape.get("json_schema", {})
        if not OPENAI_NAME.fullmatch(schema.get("name", "")):
            yield "response_format.json_schema.name", "string does not match pattern"
        if schema.get("strict"):
            yield from strict(schema.get("schema", {}), "response_format", ())


def openai_limits(body):
    model = body.get("model", "").split("/")[-1]
    if body.get("tools") and re.match(r"gpt-5\.[4-9]|gpt-[6-9]", model):
        # openai-openapi#541; litellm#34569: newer ones have an effort unless the request says none.
        if body.get("reasoning_effort", "none" if re.match(r"gpt-5\.[45]", model) else "medium") != "none":
            yield "reasoning_effort", "Function tools with reasoning_effort are not supported for %s" % model
    if REASONS.match(model):
        # vercel/ai#10932, langchain#29704, guides/reasoning: "Unsupported parameter: … is not supported with this model."
        unsupported = {"max_tokens"}
        if not (re.match(r"gpt-5\.", model) and body.get("reasoning_effort", "none") == "none"):
            unsupported |= {key for key in ("temperature", "top_p") if body.get(key, 1) != 1}
        if re.match(r"o[134]", model):
            unsupported.add("parallel_tool_calls")
        if re.match(r"o3|o4-mini|gpt-5(?!-chat|\.[5-9])", model):  # smolagents#1662, litellm#28650
            unsupported.add("stop")
        for key in unsupported & set(body):
            yield key, "Unsupported parameter: '%s' is not supported with this model." % key
    elif "reasoning_effort" in body and model.startswith("gpt-"):
        yield "reasoning_effort", "Unrecognized request argument supplied: reasoning_effort"
    if "max_tokens" in body and "max_completion_tokens" in body:
        yield "max_tokens", "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."
    for key in ("max_tokens", "max_completion_tokens"):
        if key in body and (not isinstance(body[key], int) or body[key] < 1):
            yield key, "Invalid '%s': integer below minimum value. Expected a value >= 1" % key
    if not 0 <= body.get("temperature", 1) <= 2:
        yield "temperature", "decimal out of range. Expected a value between 0 and 2"
    if not 0 <= body.get("top_p", 1) <= 1:
        yield "top_p", "decimal out of range. Expected a value between 0 and 1"
    stops = body.get("stop", "x")
    if isinstance(stops, list) and not 1 <= len(stops) <= 4:  # the API reference: "Up to 4 sequences"
        yield "stop", "Invalid 'stop': array too long. Expected an array with maximum length 4"
    if body.get("reasoning_effort", "low") not in EFFORTS:
        yield "reasoning_effort", "Invalid value: '%s'" % body["reasoning_effort"]
    if "stream_options" in body and not body.get("stream"):  # the API reference: "Only set this when you set stream: true"
        yield "stream_options", "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    for key in ("safety_identifier", "prompt_cache_key"):  # the API reference: "maximum length of 64 characters"
        if len(body.get(key, "")) > 64:
            yield key, "Invalid '%s': string too long. Expected a string with maximum length 64" % key
    if body.get("service_tier", "auto") not in ("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"):
        yield "service_tier", "Invalid value: '%s'" % body["service_tier"]


def openai_tools(body):
    tools = body.get("tools")
    if tools is not None and not 1 <= len(tools) <= 128:  # the API reference: "A max of 128 functions are supported"
        yield "tools", "Invalid 'tools': array with %d elements. Expected 1 to 128" % len(tools)
    names = set()
    for number, tool in enumerate(tools or []):
        at = "tools[%d]" % number
        function = tool.get("function", {})
        if tool.get("type") != "function" or set(tool) - {"type", "function"}:
            yield at, "Invalid value: expected a function, and nothing else"
        for key in set(function) - {"name", "description", "parameters", "strict"}:
            yield at + ".function." + key, "Unknown parameter"
        if not OPENAI_NAME.fullmatch(str(function.get("name", ""))):
            yield at + ".function.name", "string does not match pattern. Expected '^[a-zA-Z0-9_-]+$', at most 64 characters"
        names.add(function.get("name"))
        if not isinstance(function.get("description", ""), str):
            yield at + ".function.description", "Invalid type: expected a string"
        if "parameters" in function:
            yield from parameters(function["parameters"], at + ".function.parameters")
            if function.get("strict"):
                yield from strict(function["parameters"], at + ".function.parameters", ())
    choice = body.get("tool_choice")
    for key in ("tool_choice", "parallel_tool_calls"):
        if key in body and not tools:  # "'tool_choice' is only allowed when 'tools' are specified."
            yield key, "'%s' is only allowed when 'tools' are specified." % key
    if isinstance(choice, dict):
        named = choice.get("function", {}).get("name")
        if choice.get("type") != "function" or named not in names:
            yield "tool_choice", "Tool choice '%s' not found in 'tools' parameter." % named
    elif choice not in (None, "auto", "none", "required"):
        yield "tool_choice", "Invalid value: '%s'" % choice


def parameters(schema, at):
    if not isinstance(schema, dict) or schema.get("type") != "object":
        yield at, "schema must be a JSON Schema of 'type: \"object\"'"  # letta-ai/letta#1861, OpenAI's own wording
        return
    if "properties" not in schema:  # spring-projects/spring-ai#4776
        yield at, "In context=(), object schema missing properties."
    for key in {"oneOf", "anyOf", "allOf", "enum", "not"} & set(schema):
        yield at, "schema must not have '%s' at the top level" % key
    for path, each in schemas(schema, ()):
        if "array" in types(each) and "items" not in each:  # digitalocean-labs/mcp-digitalocean#265
            yield at, "In context=%s, array schema missing items." % (path,)


def strict(schema, at, path):
    """guides/structured-outputs, "Supported schemas": all fields required, no others, and not every keyword."""
    if path == () and (schema.get("type") != "object" or "anyOf" in schema):
        yield at, "In context=(), schema must have type 'object' and not 'anyOf'."
    for path, each in schemas(schema, ()):
        if "object" in types(each):
            if each.get("additionalProperties") is not False:
                yield at, "In context=%s, 'additionalProperties' is required to be supplied and to be false." % (path,)
            if set(each.get("required", [])) != set(each.get("properties", {})):
                yield at, ("In context=%s, 'required' is required to be supplied and to be an array including every key in"
                           " properties." % (path,))
        for key in {"allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas",
                    "patternProperties", "propertyNames", "unevaluatedProperties", "uniqueItems", "contains"} & set(each):
            yield at, "In context=%s, '%s' is not permitted." % (path, key)


def types(schema):
    told = schema.get("type", [])
    return told if isinstance(told, list) else [told]


def schemas(schema, path):
    """A schema and those in it, each with where it is."""
    if not isinstance(schema, dict):
        return
    yield path, schema
    for key in ("properties", "$defs", "definitions", "patternProperties"):
        for name, each in schema.get(key, {}).items():
            yield from schemas(each, (*path, key, name))
    for key in ("items", "additionalProperties", "not"):
        yield from schemas(schema.get(key), (*path, key))
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        for number, each in enumerate(schema.get(key, [])):
            yield from schemas(each, (*path, key, str(number)))


def openai_messages(body):
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        yield "messages", "Invalid 'messages': empty array. Expected an array with minimum length 1"
        return
    due = set()
    for number, message in enumerate(messages):
        at = "messages[%d]" % number
        role = message.get("role")
        if role not in MESSAGE_FIELDS:
            yield at + ".role", "Invalid value: '%s'. Supported values are: %s" % (role, ", ".join(MESSAGE_FIELDS))
            continue
        for key in set(message) - MESSAGE_FIELDS[role] - {"role", "content"}:
            yield at + "." + key, "Unknown parameter: '%s.%s'." % (at, key)
        # guides/function-calling, and the two sentences as the API says them.
        if role == "tool":
            if message.get("tool_call_id") not in due:
                yield at + ".role", ("messages with role 'tool' must be a response to a preceeding message with 'tool_calls',"
                                     " and each id is answered once.")
            due.discard(message.get("tool_call_id"))
        elif due:
            yield at + ".role", ("An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                                 " 'tool_call_id'. The following tool_call_ids did not have response messages: %s" % sorted(due))
            due = set()
        yield from content(message, at)
        if role == "assistant":
            calls = message.get("tool_calls")
            if calls is not None and not 1 <= len(calls) <= 128:
                yield at + ".tool_calls", "Invalid '%s.tool_calls': array with %d elements." % (at, len(calls))
            if calls is None and not message.get("content") and not message.get("refusal"):
                yield at + ".content", "Invalid value for 'content': expected a string, got null."
            for place, call in enumerate(calls or []):
                yield from openai_call(call, "%s.tool_calls[%d]" % (at, place))
                if call.get("id") in due:  # "Duplicate value for 'tool_call_id'"
                    yield at + ".tool_calls", "Duplicate value for 'tool_call_id' of '%s'" % call.get("id")
                due.add(call.get("id"))
    if due:
        yield "messages", ("An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                           " 'tool_call_id'. The following tool_call_ids did not have response messages: %s" % sorted(due))


def openai_call(call, at):
    identity = call.get("id")
    if not isinstance(identity, str) or not 1 <= len(identity) <= 40:  # agno-agi/agno#5382
        yield at + ".id", "Invalid '%s.id': string too long or empty. Expected a string with maximum length 40" % at
    if call.get("type") != "function" or set(call) - {"id", "type", "function"}:
        yield at, "Invalid value: expected a function, and nothing else"
    function = call.get("function", {})
    if set(function) != {"name", "arguments"} or not OPENAI_NAME.fullmatch(str(function.get("name"))):
        yield at + ".function", "Invalid '%s.function': expected a name and arguments" % at
    # vllm-project/vllm, Mistral and Gemini's layer read them; OpenAI itself wants a text only.
    if not is_object(function.get("arguments")):
        yield at + ".function.arguments", "Invalid '%s.function.arguments': expected a JSON object as a string" % at


def is_object(text):
    try:
        return isinstance(text, str) and isinstance(json.loads(text), dict)
    except ValueError:
        return False


def content(message, at):
    role, said = message["role"], message.get("content")
    if said is None:
        if role != "assistant":
            yield at + ".content", "Invalid value for 'content': expected a string, got null."
    elif isinstance(said, list):
        if not said:
            yield at + ".content", "Invalid '%s.content': empty array. Expected an array with minimum length 1" % at
        for number, part in enumerate(said):
            yield from openai_part(part, role, "%s.content[%d]" % (at, number))
    elif not isinstance(said, str) or (not said and role == "user"):
        yield at + ".content", "Invalid value for 'content': expected a string or an array of objects."


def openai_part(part, role, at):
    kind = part.get("type")
    if kind not in PARTS[role]:
        yield at + ".type", "Invalid value: '%s'. Supported values are: %s" % (kind, ", ".join(sorted(PARTS[role])))
        return
    for key in set(part) - {"type", kind, "prompt_cache_breakpoint"}:
        yield at + "." + key, "Unknown parameter: '%s.%s'." % (at, key)
    if kind == "text" and not isinstance(part.get("text"), str):
        yield at + ".text", "Missing required parameter"
    if kind == "image_url" and not ONLY_TEXT.match(part.get("image_url", {}).get("url", "")):
        yield at + ".image_url.url", "Invalid image: expected a URL, or base64 of a png, jpeg, gif or webp"
    if kind == "file":
        file = part.get("file", {})
        if "file_id" not in file and not ("filename" in file and file.get("file_data", "").startswith("data:application/pdf;base64,")):
            yield at + ".file", "Missing required parameter: '%s.file.file_id'." % at  # guides/pdf-files


# The messages of "Method: models.generateContent" at ai.google.dev/api, each with its fields; None is any value. Others:
# 'Invalid JSON payload received. Unknown name "…": Cannot find field.'
BLOB = {"mimeType": None, "data": None, "displayName": None}
FILE = {"mimeType": None, "fileUri": None, "displayName": None}
DATA = {
    "text": None,
    "inlineData": BLOB,
    "fileData": FILE,
    "functionCall": {"id": None, "name": None, "args": None},
    "functionResponse": {"id": None, "name": None, "response": None, "willContinue": None, "scheduling": None,
                         "parts": [{"inlineData": BLOB, "fileData": FILE}]},
    "executableCode": None,
    "codeExecutionResult": None,
}
CONTENT = {"role": None, "parts": [{**DATA, "thought": None, "thoughtSignature": None, "partMetadata": None, "videoMetadata": None,
                                    "mediaResolution": None}]}
# ai.google.dev/api/caching, "Schema": no $schema, additionalProperties, exclusiveMinimum, const … (weave-os/router#65)
SCHEMA = set("type format title description nullable enum maxItems minItems properties required minProperties maxProperties"
             " minLength maxLength pattern example anyOf propertyOrdering default items minimum maximum".split())
FUNCTION = dict.fromkeys("name description behavior parameters parametersJsonSchema response responseJsonSchema".split())
GEMINI_FIELDS = {
    "model": None,
    "contents": [CONTENT],
    "systemInstruction": CONTENT,
    "tools": [{"functionDeclarations": [FUNCTION], "googleSearch": None, "googleSearchRetrieval": None, "codeExecution": None,
               "urlContext": None, "computerUse": None, "fileSearch": None, "mcpServers": None, "googleMaps": None}],
    "toolConfig": {"functionCallingConfig": {"mode": None, "allowedFunctionNames": None}, "retrievalConfig": None,
                   "includeServerSideToolInvocations": None},
    "safetySettings": None,
    "cachedContent": None,
    "serviceTier": None,
    "store": None,
    "generationConfig": {
        **dict.fromkeys(
            "stopSequences responseMimeType responseSchema responseJsonSchema responseModalities candidateCount maxOutputTokens"
            " temperature topP topK seed presencePenalty frequencyPenalty responseLogprobs logprobs enableEnhancedCivicAnswers"
            " speechConfig imageConfig mediaResolution".split()),
        "thinkingConfig": dict.fromkeys(("includeThoughts", "thinkingBudget", "thinkingLevel")),
    },
}
# "Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots
# (.), colons (:), or dashes (-), with a maximum length of 64."
GEMINI_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}")


def unknown(value, fields, at):
    if isinstance(fields, list) and isinstance(value, list):
        for number, each in enumerate(value):
            yield from unknown(each, fields[0], "%s[%d]" % (at, number))
    elif isinstance(fields, (dict, list)) and not (isinstance(fields, dict) and isinstance(value, dict)):
        yield at, "Invalid value at '%s'" % at
    elif isinstance(fields, dict):
        for key, each in value.items():
            if key not in fields:
                yield at, 'Invalid JSON payload received. Unknown name "%s" at \'%s\': Cannot find field.' % (key, at)
            else:
                yield from unknown(each, fields[key], (at + "." if at else "") + key)


def gemini(body, model):
    """What is wrong with a request to generate content, as openai() says it."""
    found = list(unknown(body, GEMINI_FIELDS, ""))
    yield from found
    if found:
        return
    is_3 = re.match(r"gemini-(?!1|2|exp)", model) is not None
    yield from gemini_contents(body.get("contents"), is_3)
    for part in body.get("systemInstruction", {"parts": [{"text": "x"}]}).get("parts", []):
        if not part.get("text"):
            yield "systemInstruction", "Unable to submit request because it must have a text parameter."
    yield from gemini_tools(body)
    yield from gemini_config(body.get("generationConfig", {}), model, is_3)


def gemini_contents(contents, is_3):
    if not contents:
        yield "contents", "* GenerateContentRequest.contents: contents is not specified"
        return
    before, due = "", []
    # Gemini 3 looks at the current turn: from the last content of the user that is no response of a function
    # (ai.google.dev/gemini-api/docs/thought-signatures).
    turn = max((number for number, each in enumerate(contents)
                if each.get("role") == "user" and not any("functionResponse" in part for part in each.get("parts", []))), default=0)
    for number, each in enumerate(contents):
        at = "contents[%d]" % number
        role, parts = each.get("role"), each.get("parts")
        if role not in ("user", "model"):
            yield at, "Please use a valid role: user, model."
        if role == before or (not before and role == "model"):
            yield at, "Please ensure that multiturn requests alternate between user and model, beginning with user."
        before = role
        if not parts:
            yield at, "* GenerateContentRequest.%s.parts: contents.parts must not be empty." % at
            continue
        for place, part in enumerate(parts):
            yield from gemini_part(part, "%s.parts[%d]" % (at, place), is_3)
        calls = [part["functionCall"] for part in parts if "functionCall" in part]
        results = [part["functionResponse"] for part in parts if "functionResponse" in part]
        if calls and role != "model":
            yield at, "Please ensure that function call turn comes immediately after a user turn or after a function response turn."
        if results and not due:
            yield at, "Please ensure that function response turn comes immediately after a function call turn."
        elif len(results) != len(due):  # google-gemini/gemini-cli#6379
            yield at, ("Please ensure that the number of function response parts is equal to the number of function call parts"
                       " of the function call turn.")
        elif sorted(result.get("name", "") for result in results) != sorted(call.get("name", "") for call in due):
            yield at, "* GenerateContentRequest.%s.parts: function response names do not match the calls." % at
        elif [result.get("id") for result in results] != [call.get("id") for call in due]:
            yield at, "* GenerateContentRequest.%s.parts: function response ids do not match the calls." % at
        if is_3 and calls and number > turn and not next(part for part in parts if "functionCall" in part).get("thoughtSignature"):
            yield at, "Function call is missing a thought_signature in functionCall parts."
        due = calls
    if due:
        yield "contents", "Please ensure that function call turns are followed by function response turns."


def gemini_part(part, at, is_3):
    data = set(part) & set(DATA)
    if not data:
        yield at, "* GenerateContentRequest.%s.data: required oneof field 'data' must have one initialized field" % at
    if len(data) > 1:
        yield at, "Invalid value at '%s' (oneof), oneof field 'data' is already set. Cannot set '%s'" % (at, sorted(data)[1])
    if part.get("text") == "" and "thoughtSignature" not in part:
        yield at, "Unable to submit request because it must have a text parameter."
    for key in ("functionCall", "functionResponse"):
        if key in part:
            if not GEMINI_NAME.fullmatch(str(part[key].get("name", ""))):
                yield at, "* GenerateContentRequest.%s.%s.name: Name cannot be empty or invalid." % (at, key)
            if not isinstance(part[key].get({"functionCall": "args", "functionResponse": "response"}[key]), dict):
                yield at, "Invalid value at '%s': Proto field is not repeating or a Struct, cannot start list." % at
    for inner in [part, *part.get("functionResponse", {}).get("parts", [])]:
        blob = inner.get("inlineData", {"mimeType": "x/x", "data": "x"})
        if not re.fullmatch(r"[\w.+-]+/[\w.+-]+", blob.get("mimeType", "")) or not re.fullmatch(r"[\w+/=-]+", blob.get("data", "")):
            yield at, "Invalid value at '%s.inline_data' (TYPE_BYTES), Base64 decoding failed" % at
        if not inner.get("fileData", {"fileUri": "x"}).get("fileUri"):
            yield at, "* GenerateContentRequest.%s.file_data.file_uri: must not be empty" % at
    if "parts" in part.get("functionResponse", {}) and not is_3:  # NousResearch/hermes-agent#96466
        yield at, "Multimodal function responses are not supported by this model."


def gemini_tools(body):
    functions = [function for tool in body.get("tools", []) for function in tool.get("functionDeclarations", [])]
    names = [function.get("name", "") for function in functions]
    if "tools" in body and not body["tools"]:
        yield "tools", "* GenerateContentRequest.tools: must not be empty"
    for number, function in enumerate(functions):
        at = "tools[0].function_declarations[%d]" % number
        if not GEMINI_NAME.fullmatch(names[number]):
            yield at, "Invalid function name. Must start with a letter or an underscore."
        if names[number] in names[:number]:
            yield at, "Duplicate function declaration found: " + names[number]
        if "parameters" in function and "parametersJsonSchema" in function:  # ai.google.dev/api/caching: mutually exclusive
            yield at, "Only one of parameters and parameters_json_schema may be set."
        if not isinstance(function.get("parametersJsonSchema", {}), dict):
            yield at, "parameters_json_schema must be an object"
        for _, schema in schemas(function.get("parameters"), ()):
            for key in set(schema) - SCHEMA:
                yield at, 'Invalid JSON payload received. Unknown name "%s" at \'%s.parameters\': Cannot find field.' % (key, at)
            if not all(isinstance(value, str) for value in schema.get("enum", [])):
                yield at, "Invalid value at '%s.parameters.enum' (TYPE_STRING)" % at
            if schema.get("format", "date-time") not in ("enum", "date-time", "float", "double", "int32", "int64"):
                yield at, "only 'enum' and 'date-time' are supported for STRING type"
    config = body.get("toolConfig", {}).get("functionCallingConfig")
    if config is None:
        return
    if not functions:
        yield "toolConfig", "Function calling config is set without function_declarations."
    if config.get("mode") not in ("AUTO", "ANY", "NONE", "VALIDATED"):
        yield "toolConfig", "Invalid value at 'tool_config.function_calling_config.mode'"
    if "allowedFunctionNames" in config and (config.get("mode") not in ("ANY", "VALIDATED") or set(config["allowedFunctionNames"]) - set(names)):
        yield "toolConfig", "Allowed function names must be declared, and the mode ANY or VALIDATED."


def gemini_config(config, model, is_3):
    if len(config.get("stopSequences", [])) > 5 or "" in config.get("stopSequences", []):  # GenerationConfig: "up to 5"
        yield "generationConfig", "The number of stop_sequences must be at most 5, and none may be empty."
    if not 0 <= config.get("temperature", 1) <= 2:  # GenerationConfig: "in the range [0.0, 2.0]"
        yield "generationConfig", "* GenerateContentRequest.generation_config.temperature: must be in the range [0.0, 2.0]."
    if not isinstance(config.get("maxOutputTokens", 1), int) or config.get("maxOutputTokens", 1) < 1:
        yield "generationConfig", "max_output_tokens must be positive."
    if "responseSchema" in config and "responseJsonSchema" in config:
        yield "generationConfig", "Only one of response_schema and response_json_schema may be set."
    if ("responseSchema" in config or "responseJsonSchema" in config) and config.get("responseMimeType") != "application/json":
        yield "generationConfig", "A response schema needs response_mime_type application/json."
    # ai.google.dev/gemini-api/docs/thinking: levels since Gemini 3, budgets of Gemini 2.5 by its table, neither before.
    thinking = config.get("thinkingConfig", {})
    budget, level = thinking.get("thinkingBudget"), thinking.get("thinkingLevel")
    if budget is not None and level is not None:
        yield "generationConfig", "You can only set only one of thinking budget and thinking level."
    if level is not None and (not is_3 or level.upper() not in ("MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH")):
        yield "generationConfig", "Thinking level is not supported for this model."
    if thinking and re.match(r"gemini-(1|2\.0)", model):
        yield "generationConfig", "Unable to submit request because thinking is not supported by this model."
    low, high, off = ((128, 32768, False) if "2.5-pro" in model else (512, 24576, True) if "2.5-flash-lite" in model else (0, 32768, True))
    if budget is not None and budget != -1 and not low <= budget <= high and not (off and budget == 0):
        yield "generationConfig", "The thinking budget %d is invalid. Please choose a value between %d and %d." % (budget, low, high)


def refusal(path, body):
    """Why a POST is refused, and the response in the provider's form; None if it is not."""
    place = urlsplit(path).path
    if place.endswith("/chat/completions"):
        wrong = next(openai(body), None)
        return wrong and (wrong[1], {"error": {
            "message": wrong[1], "type": "invalid_request_error", "param": wrong[0], "code": "invalid_value"}})
    asked = re.search(r"/models/([^/:]+):(\w+)$", place)
    if asked is None:
        return None
    if asked[2] == "countTokens":  # ai.google.dev/api/tokens: contents, or a whole request that names its model
        if set(body) not in ({"contents"}, {"generateContentRequest"}):
            wrong = "", "Exactly one of contents and generateContentRequest must be set."
        elif body.get("generateContentRequest", {"model": "models/x"}).get("model") != "models/" + asked[1] and "contents" not in body:
            wrong = "model", "The model of generateContentRequest must be that of the URL."
        else:
            wrong = next(gemini(body.get("generateContentRequest", body), asked[1]), None)
    else:
        wrong = next(gemini(body, asked[1]), None)
    return wrong and (wrong[1], {"error": {"code": 400, "message": wrong[1], "status": "INVALID_ARGUMENT"}})
