package dev.ccproxy.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.messages.EventRules;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.MessageStream;
import dev.ccproxy.messages.ResponseReader;
import dev.ccproxy.sse.Event;
import dev.ccproxy.sse.EventParser;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any turn of a model, in any pieces: what comes out is what was said, in order, or it is not whole. */
class OpenAiStreamPropertiesTest {

    private static final String FINISH = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final String USAGE = "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4}}";

    /** What a model says: thinking, text, or a call. */
    enum Kind {
        THINKING,
        TEXT,
        CALL
    }

    private static final class Turn {
        private final List<String> chunks = new ArrayList<>();
        private final List<String> blocks = new ArrayList<>();
    }

    /** A turn whose calls, where several follow one another, come interleaved. */
    private static Turn turn(List<Kind> kinds, Random random) {
        Turn turn = new Turn();
        List<List<String>> open = new ArrayList<>();
        int calls = 0;
        Kind before = null;
        for (Kind kind : kinds) {
            if (kind == Kind.CALL) {
                String input = "{\"n\":" + calls + ",\"s\":" + JsonTree.quote(words(random)) + "}";
                turn.blocks.add(
                        "{\"type\":\"tool_use\",\"id\":\"call_" + calls + "\",\"name\":\"T\",\"input\":" + input + "}");
                open.add(pieces(calls++, input, random));
            } else {
                interleave(open, turn.chunks, random);
                String text = words(random);
                String field = kind == Kind.TEXT ? "content" : "reasoning_content";
                for (String piece : split(text, random)) {
                    turn.chunks.add(chunk("\"" + field + "\":" + JsonTree.quote(piece)));
                }
                add(turn, kind, text, kind == before);
            }
            before = kind;
        }
        interleave(open, turn.chunks, random);
        return turn;
    }

    private static void add(Turn turn, Kind kind, String text, boolean goesOn) {
        String type = kind == Kind.TEXT ? "text" : "thinking";
        String all = text;
        if (goesOn) {
            JsonObject last = JsonTree.object(turn.blocks.remove(turn.blocks.size() - 1));
            all = last.getString(type) + text;
        }
        turn.blocks.add("{\"type\":\"" + type + "\",\"" + type + "\":" + JsonTree.quote(all) + "}");
    }

    private static List<String> pieces(int call, String input, Random random) {
        List<String> pieces = new ArrayList<>();
        pieces.add(chunk("\"tool_calls\":[{\"index\":" + call + ",\"id\":\"call_" + call
                + "\",\"type\":\"function\",\"function\":{\"name\":\"T\",\"arguments\":\"\"}}]"));
        for (String piece : split(input, random)) {
            pieces.add(chunk("\"tool_calls\":[{\"index\":" + call + ",\"function\":{\"arguments\":"
                    + JsonTree.quote(piece) + "}}]"));
        }
        return pieces;
    }

    /** The calls begin in their order, and then their pieces come in any. */
    private static void interleave(List<List<String>> open, List<String> chunks, Random random) {
        open.forEach(pieces -> chunks.add(pieces.remove(0)));
        while (!open.isEmpty()) {
            List<String> pieces = open.get(random.nextInt(open.size()));
            if (pieces.isEmpty()) {
                open.remove(pieces);
            } else {
                chunks.add(pieces.remove(0));
            }
        }
    }

    private static String chunk(String delta) {
        return "{\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}]}";
    }

    private static String words(Random random) {
        String[] words = {"a", "{\"", "}", "\\", "äöü", "漢", "🙂", "\n", "\u0000", " "};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(words[random.nextInt(words.length)]);
        }
        return text.toString();
    }

    /** Between characters, so that no half of one is lost in the chunks themselves. */
    private static List<String> split(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        text.codePoints().forEach(c -> {
            piece.appendCodePoint(c);
            if (random.nextInt(3) == 0) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        });
        if (!piece.isEmpty()) {
            pieces.add(piece.toString());
        }
        return pieces;
    }

    private static final class Read {
        private final MessageStream message = new MessageStream("msg_1", "m", 1);
        private final ByteArrayOutputStream events = new ByteArrayOutputStream();
    }

    private static Read read(List<String> chunks, Random random) throws Exception {
        Read read = new Read();
        ResponseReader reader = new OpenAiTranslator()
                .translate(
                        JsonTree.object("{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                        "h",
                        "m")
                .reader(read.message);
        List<Event> events = new ArrayList<>();
        EventParser parser = new EventParser(Integer.MAX_VALUE, Set.of(), events::add);
        StringBuilder stream = new StringBuilder();
        String end = random.nextBoolean() ? "\r\n" : "\n";
        chunks.forEach(
                chunk -> stream.append("data: ").append(chunk).append(end).append(end));
        byte[] bytes = stream.toString().getBytes(UTF_8);
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(1 + random.nextInt(40), bytes.length - from);
            int unused = parser.feed(bytes, from, length);
            from += length;
            for (Event event : events) {
                reader.read(event);
            }
            events.clear();
            read.events.writeBytes(read.message.take());
        }
        reader.end();
        read.events.writeBytes(read.message.take());
        return read;
    }

    @Property(tries = 400, seed = "20261128")
    void whatIsSaidComesOutInOrder(@ForAll @Size(max = 7) List<Kind> kinds, @ForAll int seed) throws Exception {
        Random random = new Random(seed);
        Turn turn = turn(kinds, random);
        List<String> chunks = new ArrayList<>(turn.chunks);
        chunks.addAll(List.of(FINISH, USAGE, "[DONE]"));

        Read read = read(chunks, random);

        assertThat(read.message.ended()).isTrue();
        JsonObject message = EventRules.message(read.events.toByteArray());
        assertThat(message.getJsonArray("content").stream()
                        .map(block -> withoutSignature(block.asJsonObject()))
                        .toList())
                .isEqualTo(turn.blocks.stream().map(JsonTree::object).toList());
        assertThat(message.getJsonObject("usage").getInt("output_tokens")).isEqualTo(4);
    }

    @Property(tries = 400, seed = "20261128")
    void whatIsCutIsNeverWhole(
            @ForAll @Size(min = 1, max = 7) List<Kind> kinds,
            @ForAll int seed,
            @ForAll @IntRange(max = 100) int percent)
            throws Exception {
        Random random = new Random(seed);
        Turn turn = turn(kinds, random);
        List<String> chunks = turn.chunks.subList(0, turn.chunks.size() * percent / 100);

        Read read = read(chunks, random);

        assertThat(read.message.ended()).isFalse();
        assertThat(EventRules.message(read.events.toByteArray())).doesNotContainKey("stop_reason");
    }

    private static JsonObject withoutSignature(JsonObject block) {
        var copy = JsonTree.newObject();
        block.forEach((key, value) -> {
            if (!key.equals("signature")) {
                copy.add(key, value);
            }
        });
        return copy.build();
    }
}
