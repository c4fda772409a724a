package dev.ccproxy.messages;

import dev.ccproxy.messages.TopLevel.Span;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What a request asks for, as far as it may decide where the request goes. Each is found when it is asked for first. */
public final class RequestFeatures {

    /** Those of a request that asks for nothing. */
    public static final RequestFeatures NONE = new RequestFeatures(new byte[0]);

    private static final String THINKING = "thinking";
    private static final String TOOLS = "tools";
    private static final String SYSTEM = "system";
    private static final String MESSAGES = "messages";

    private static final Set<String> FIELDS = Set.of(THINKING, TOOLS, SYSTEM, MESSAGES);

    private static final Set<String> OF_TOOL = Set.of("type", "name");

    /** Of types and names of tools; the API allows fewer. */
    private static final int MAX_TOOL_NAMES = 2000;

    /**
     * All that belongs to a mark for the cache, which moves on with each turn, and to the block that a text has to be as long
     * as it has the mark: clients write it as a plain string before and after.
     */
    private static final Set<String> OF_CACHE = Set.of("cache_control", "type", "ephemeral", "ttl", "5m", "1h", "text");

    private static final int LONGEST_OF_CACHE = 15;

    private final byte[] body;
    private @Nullable TopLevel top;
    private @Nullable List<String> tools;
    private @Nullable Boolean thinking;
    private @Nullable Long estimatedInput;

    RequestFeatures(byte[] body) {
        this.body = body;
    }

    private TopLevel top() {
        TopLevel found = top;
        if (found == null) {
            found = TopLevel.scan(body, FIELDS);
            top = found;
        }
        return found;
    }

    /** Whether it asks for thinking, in whatever way. */
    public boolean thinking() {
        Boolean found = thinking;
        if (found == null) {
            JsonObject asked = top().object(THINKING);
            found = asked == null
                    ? top().isTrue(THINKING)
                    : !JsonText.string(asked, "type").equals("disabled");
            thinking = found;
        }
        return found;
    }

    /** The types and the names of its tools. */
    public List<String> tools() {
        List<String> found = tools;
        if (found == null) {
            found = new ArrayList<>();
            Span array = top().value(TOOLS);
            if (array != null) {
                addTools(array, found);
            }
            tools = found;
        }
        return found;
    }

    private void addTools(Span array, List<String> names) {
        Elements elements = new Elements(array);
        for (Span tool = elements.next(); tool != null && names.size() < MAX_TOOL_NAMES; tool = elements.next()) {
            TopLevel fields = TopLevel.scan(body, tool, OF_TOOL);
            for (String field : OF_TOOL) {
                String value = fields.string(field);
                if (!value.isEmpty()) {
                    names.add(value);
                }
            }
        }
    }

    /** About how many tokens it has as input: an estimate, a fifth too many or too few. */
    public long estimatedInput() {
        Long found = estimatedInput;
        if (found == null) {
            found = InputEstimate.tokens(body);
            estimatedInput = found;
        }
        return found;
    }

    /**
     * A hash of what stays from turn to turn of a conversation, and what a provider keeps in its prompt cache: the system
     * prompt, the tools and the first message.
     */
    public long conversation() {
        CRC32C hash = new CRC32C();
        Span system = top().value(SYSTEM);
        if (system != null) {
            addStrings(system, hash);
        }
        Span tools = top().value(TOOLS);
        if (tools != null) {
            hash.update(ByteBuffer.wrap(body, tools.start(), tools.end() - tools.start()));
        }
        Span messages = top().value(MESSAGES);
        Span first = messages == null ? null : new Elements(messages).next();
        if (first != null) {
            addStrings(first, hash);
        }
        return hash.getValue();
    }

    private void addStrings(Span of, CRC32C hash) {
        JsonCursor cursor = new JsonCursor(body, of.start(), of.end());
        while (!cursor.atEnd()) {
            if (!cursor.at('"')) {
                cursor.next();
                continue;
            }
            int start = cursor.position();
            cursor.skipString();
            String brief = cursor.position() - start > LONGEST_OF_CACHE ? null : cursor.text(start, cursor.position());
            if (brief == null || !OF_CACHE.contains(brief)) {
                hash.update(body, start, cursor.position() - start);
            }
        }
    }

    /** The elements of an array, one after the other. */
    private final class Elements {

        private final JsonCursor cursor;

        private Elements(Span array) {
            cursor = new JsonCursor(body, array.start(), array.end());
            if (cursor.at('[')) {
                cursor.next();
                cursor.skipBlanks();
            }
        }

        /** Null after the last one. */
        private @Nullable Span next() {
            int start = cursor.position();
            int depth = 0;
            while (!cursor.atEnd()) {
                switch (cursor.current()) {
                    case '"' -> {
                        cursor.skipString();
                        continue;
                    }
                    case '{', '[' -> depth++;
                    case '}', ']' -> depth--;
                    default -> {}
                }
                if (depth < 0 || (depth == 0 && cursor.at(','))) {
                    Span element = new Span(start, cursor.position());
                    cursor.next();
                    return element.end() > element.start() ? element : null;
                }
                cursor.next();
            }
            return null;
        }
    }
}
