package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.sse.Event;
import dev.ccproxy.sse.EventParser;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Any turn of a model, in any pieces: what comes out is what was said, in order, or it is not whole. How often it is tried is set
 * in {@code junit-platform.properties}.
 */
public abstract class StreamProperties {

    /** What a model says: thinking, text, or a call. */
    public enum Kind {
        THINKING,
        TEXT,
        CALL
    }

    /** How many tokens the end tells. */
    protected record Told(int input, int output) {}

    private final Translator translator;

    protected StreamProperties(Translator translator) {
        this.translator = translator;
    }

    /** The event of a provider that says more of a text or of thinking. */
    protected abstract String said(Kind kind, String piece);

    /** The events of a call, of which the first one begins it. */
    protected abstract List<String> call(int number, String input, Random random);

    /** The last events, without which the message is not whole; the same are told in various ways. */
    protected abstract List<String> end(Told told, Random random);

    private final class Turn {
        private final Random random;
        private final List<String> events = new ArrayList<>();
        private final List<String> blocks = new ArrayList<>();

        /** Calls that follow one another come interleaved. */
        private Turn(List<Kind> kinds, Random random) {
            this.random = random;
            List<List<String>> open = new ArrayList<>();
            int calls = 0;
            Kind before = null;
            for (Kind kind : kinds) {
                if (kind == Kind.CALL) {
                    String input = "{\"n\":" + calls + ",\"s\":" + JsonTree.quote(words(random)) + "}";
                    blocks.add("{\"type\":\"tool_use\",\"id\":\"call_" + calls + "\",\"name\":\"T\",\"input\":" + input
                            + "}");
                    open.add(new ArrayList<>(call(calls++, input, random)));
                } else {
                    interleave(open);
                    String text = words(random);
                    split(text, random).forEach(piece -> events.add(said(kind, piece)));
                    add(kind, text, kind == before);
                }
                before = kind;
            }
            interleave(open);
        }

        private void add(Kind kind, String text, boolean goesOn) {
            String type = kind == Kind.TEXT ? "text" : "thinking";
            String all = text;
            if (goesOn) {
                JsonObject last = JsonTree.object(blocks.remove(blocks.size() - 1));
                all = last.getString(type) + text;
            }
            blocks.add("{\"type\":\"" + type + "\",\"" + type + "\":" + JsonTree.quote(all) + "}");
        }

        /** The calls begin in their order, and then their pieces come in any. */
        private void interleave(List<List<String>> open) {
            open.forEach(pieces -> events.add(pieces.remove(0)));
            while (!open.isEmpty()) {
                List<String> pieces = open.get(random.nextInt(open.size()));
                if (pieces.isEmpty()) {
                    open.remove(pieces);
                } else {
                    events.add(pieces.remove(0));
                }
            }
        }
    }

    private static String words(Random random) {
        String[] words = {"a", "{\"", "}", "\\", "äöü", "漢", "🙂", "\n", "\u0000", " "};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(words[random.nextInt(words.length)]);
        }
        return text.toString();
    }

    /** Between characters, so that no half of one is lost in the events themselves. */
    protected static List<String> split(String text, Random random) {
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

    private record Read(MessageStream message, ByteArrayOutputStream events) {}

    private Read read(List<String> sent, Random random, int percent) throws Exception {
        Read read = new Read(new MessageStream("msg_1", "m", 1), new ByteArrayOutputStream());
        ResponseReader reader = translator
                .translate(
                        JsonTree.object("{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"),
                        "h",
                        "m")
                .reader(read.message);
        List<Event> events = new ArrayList<>();
        EventParser parser = new EventParser(Integer.MAX_VALUE, Set.of(), events::add);
        StringBuilder stream = new StringBuilder();
        String end = random.nextBoolean() ? "\r\n" : "\n";
        for (String event : sent) {
            stream.append(random.nextInt(9) == 0 ? ": " + end : "");
            stream.append(random.nextBoolean() ? "data: " : "data:");
            stream.append(event).append(end).append(end);
        }
        byte[] all = stream.toString().getBytes(UTF_8);
        byte[] bytes = Arrays.copyOf(all, (int) ((long) all.length * percent / 100));
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

    @Property(seed = "20261128")
    void whatIsSaidComesOutInOrder(@ForAll @Size(max = 7) List<Kind> kinds, @ForAll int seed) throws Exception {
        Random random = new Random(seed);
        Turn turn = new Turn(kinds, random);
        Told told = new Told(1 + random.nextInt(1000), random.nextInt(1000));
        List<String> events = new ArrayList<>(turn.events);
        events.addAll(end(told, random));

        Read read = read(events, random, 100);

        assertThat(read.message.ended()).isTrue();
        assertThat(read.message.held()).as("what has been told is not held").isLessThan(1000L * kinds.size() + 1);
        JsonObject message = EventRules.message(read.events.toByteArray());
        assertThat(message.getJsonArray("content").stream()
                        .map(block -> withoutSignature(block.asJsonObject()))
                        .toList())
                .isEqualTo(turn.blocks.stream().map(JsonTree::object).toList());
        JsonObject usage = message.getJsonObject("usage");
        assertThat(new Told(usage.getInt("input_tokens"), usage.getInt("output_tokens")))
                .isEqualTo(told);
    }

    @Property(seed = "20261128")
    void whatIsCutIsNeverWhole(
            @ForAll @Size(min = 1, max = 7) List<Kind> kinds,
            @ForAll int seed,
            @ForAll @IntRange(max = 100) int percent)
            throws Exception {
        Random random = new Random(seed);
        Turn turn = new Turn(kinds, random);

        Read read = read(turn.events, random, percent);

        assertThat(read.message.ended()).isFalse();
        assertThat(EventRules.message(read.events.toByteArray())).doesNotContainKey("stop_reason");
    }

    private static JsonObject withoutSignature(JsonObject block) {
        return JsonTree.newObject(block).remove("signature").build();
    }
}
