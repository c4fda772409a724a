package dev.ccproxy.openai;

import dev.ccproxy.messages.InvalidMessageException;
import dev.ccproxy.messages.JsonEnd;
import dev.ccproxy.messages.MessageWriter;
import dev.ccproxy.messages.ResponseContext;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of tools in a stream. They come in pieces, which belong together by {@code index}, or by {@code id} where there is
 * none; a piece with neither belongs to the call before it, unless it names a tool and that call is complete, or is in the
 * same chunk.
 */
final class OpenAiCalls {

    private static final int NO_INDEX = -1;
    private static final String NONE = "null";

    /** With blanks around it. */
    private static final int MAX_NONE = 100;

    private static final class Call {
        private final int number;
        private String id = "";
        private String name = "";
        private boolean begun;
        private final JsonEnd end = new JsonEnd();
        private final StringBuilder waiting = new StringBuilder();

        private Call(int number) {
            this.number = number;
        }

        /** Whether what waits is no input: nothing, or what some models say for nothing. */
        private boolean isNone() {
            String input = waiting.toString().strip();
            return input.isEmpty() || input.equals(NONE);
        }

        /** Whether what waits may become that. */
        private boolean mayBeNone() {
            return waiting.length() <= MAX_NONE
                    && NONE.startsWith(waiting.toString().strip());
        }
    }

    /** What each takes, however short it is. */
    private static final int CALL = 300;

    private final ResponseContext context;
    private final MessageWriter message;
    private final List<Call> calls = new ArrayList<>();

    /** The last one that has an index. */
    private final Map<Integer, Call> byIndex = new HashMap<>();

    private final Map<String, Call> byId = new HashMap<>();
    private long held;

    OpenAiCalls(ResponseContext context, MessageWriter message) {
        this.context = context;
        this.message = message;
    }

    /** Pieces of calls, which are in one chunk. */
    void read(JsonArray pieces) {
        boolean first = true;
        for (JsonValue value : pieces) {
            if (value instanceof JsonObject piece) {
                JsonObject function =
                        piece.get("function") instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
                read(OpenAiResponse.index(piece), piece.getString("id", ""), function, first);
                first = false;
            }
        }
    }

    /** A piece of the only call, in the form that came before {@code tool_calls}. */
    void function(JsonObject function) {
        read(0, "", function, true);
    }

    private void read(int index, String id, JsonObject function, boolean first) {
        String name = function.getString("name", "");
        String input = input(function.get("arguments"));
        Call call = find(index, id, name, input, first);
        if (call == null) {
            call = new Call(calls.size());
            calls.add(call);
            byIndex.put(index, call);
        }
        if (call.id.isEmpty() && !id.isEmpty()) {
            call.id = id;
            byId.put(id, call);
        }
        call.name = call.name.isEmpty() ? name : call.name;
        call.end.read(input);
        call.waiting.append(input);
        held += 2L * input.length();
        if (!call.begun && !call.name.isEmpty()) {
            call.begun = true;
            message.toolUse(call.number, context.id(call.id), context.names().original(call.name));
        }
        if (call.begun && !call.mayBeNone()) {
            tell(call);
        }
    }

    private void tell(Call call) {
        message.toolInput(call.number, call.waiting.toString());
        held -= 2L * call.waiting.length();
        call.waiting.setLength(0);
    }

    /** About how many bytes of memory it holds. */
    long held() {
        return held + (long) CALL * calls.size();
    }

    /**
     * All have come.
     *
     * @throws InvalidMessageException if one of them names no tool
     */
    void end() throws InvalidMessageException {
        if (!calls.stream().allMatch(call -> call.begun)) {
            throw new InvalidMessageException("called a tool without a name");
        }
        calls.stream().filter(call -> !call.isNone()).forEach(this::tell);
    }

    private @Nullable Call find(int index, String id, String name, String input, boolean first) {
        Call last = calls.isEmpty() ? null : calls.get(calls.size() - 1);
        if (index == NO_INDEX && id.isEmpty()) {
            return last == null || (!name.isEmpty() && (!first || last.end.reached())) ? null : last;
        }
        Call call = index == NO_INDEX ? byId.get(id) : byIndex.get(index);
        if (call != null && id.isEmpty() && call.end.reached() && !name.isEmpty() && !input.isBlank()) {
            // Some servers give each of several calls the index 0, and no id.
            return null;
        }
        if (call == null || id.isEmpty() || call.id.isEmpty() || call.id.equals(id) || name.isEmpty()) {
            return call;
        }
        // Some servers give each of several calls the index 0, and an id of its own.
        return byId.get(id);
    }

    /** The JSON of an input as text; some servers send the object itself. */
    private static String input(@Nullable JsonValue arguments) {
        if (arguments == null || arguments == JsonValue.NULL) {
            return "";
        }
        return arguments instanceof JsonString text ? text.getString() : arguments.toString();
    }
}
