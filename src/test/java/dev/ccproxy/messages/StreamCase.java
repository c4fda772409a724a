package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.CaseFile;
import dev.ccproxy.sse.Event;
import dev.ccproxy.sse.EventParser;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A case of a stream. Its section {@code stream} has the data of one event a line; it is read whole, byte by byte, with CRLF,
 * with comments in between, and cut after each event.
 */
public final class StreamCase {

    private final CaseFile file;
    private final Supplier<MessageTranslation> translations;
    private final String origin;

    private StreamCase(CaseFile file, Supplier<MessageTranslation> translations, String origin) {
        this.file = file;
        this.translations = translations;
        this.origin = origin;
    }

    /** The tests of a case. */
    public static Stream<DynamicTest> tests(CaseFile file, Supplier<MessageTranslation> translations, String origin) {
        StreamCase it = new StreamCase(file, translations, origin);
        List<String> lines =
                file.section("stream").lines().filter(line -> !line.isBlank()).toList();
        String whole = lines.stream().map(line -> "data: " + line + "\n\n").collect(Collectors.joining());
        return Stream.of(
                it.test("whole", () -> it.comesOut(whole, Integer.MAX_VALUE)),
                it.test("byte by byte", () -> it.comesOut(whole, 1)),
                it.test("with CRLF", () -> it.comesOut(whole.replace("\n", "\r\n"), 7)),
                it.test("with comments", () -> it.comesOut(whole.replace("data: ", ": a comment\n\n:\ndata:"), 11)),
                it.test("cut after each event", () -> it.isNeverWholeBeforeItsEnd(lines)));
    }

    private DynamicTest test(String how, CheckedRun run) {
        return DynamicTest.dynamicTest(file.name() + ", " + how, file.path().toUri(), run::run);
    }

    private interface CheckedRun {
        void run() throws Exception;
    }

    private void comesOut(String stream, int piece) throws Exception {
        if (file.has("fails")) {
            assertThatThrownBy(() -> read(stream, piece)).hasMessageContaining(file.section("fails"));
            return;
        }
        Read read = read(stream, piece);
        assertThat(read.message.ended()).as("the message is whole").isEqualTo(!file.has("unfinished"));
        assertMessage(EventRules.message(read.events.toByteArray()), file, origin);
    }

    private void isNeverWholeBeforeItsEnd(List<String> lines) throws Exception {
        int last = lines.size() - 1;
        while (last > 0 && !lines.get(last).contains("inish")) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            String part = lines.subList(0, i).stream()
                    .map(line -> "data: " + line + "\n\n")
                    .collect(Collectors.joining());
            Read read;
            try {
                read = read(part, Integer.MAX_VALUE);
            } catch (MessageErrorException | InvalidMessageException e) {
                assertThat(file.has("fails")).isTrue();
                return;
            }
            assertThat(read.message.ended()).as("after %s events", i).isFalse();
            assertThat(EventRules.message(read.events.toByteArray())).isNotNull();
        }
    }

    private static final class Read {
        private final MessageStream message = new MessageStream("msg_1", "asked", 7);
        private final ByteArrayOutputStream events = new ByteArrayOutputStream();
    }

    private Read read(String stream, int piece) throws Exception {
        Read read = new Read();
        ResponseReader reader = translations.get().reader(read.message);
        List<Event> events = new ArrayList<>();
        EventParser parser = new EventParser(Integer.MAX_VALUE, Set.of("error"), events::add);
        byte[] bytes = stream.getBytes(UTF_8);
        for (int from = 0; from < bytes.length; from += Math.min(piece, bytes.length - from)) {
            int unused = parser.feed(bytes, from, Math.min(piece, bytes.length - from));
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

    /** Compares the content, and what else the section {@code message} has. Signatures of our own are "ours" there. */
    public static void assertMessage(JsonObject message, CaseFile file, String origin) {
        JsonObject expected = JsonTree.object(file.section("message"));
        JsonObjectBuilder compared = JsonTree.newObject();
        for (String key : expected.keySet()) {
            JsonValue value = message.getOrDefault(key, JsonValue.NULL);
            compared.add(key, key.equals("content") ? withoutSignatures(value, origin) : value);
        }
        assertThat(compared.build()).isEqualTo(expected);
    }

    private static JsonValue withoutSignatures(JsonValue content, String origin) {
        JsonArrayBuilder blocks = JsonTree.newArray();
        for (JsonValue each : content.asJsonArray()) {
            JsonObjectBuilder block = JsonTree.newObject();
            each.asJsonObject().forEach(block::add);
            String signature = each.asJsonObject().getString("signature", "");
            String inside = Signature.inside(signature, origin);
            if (inside != null) {
                block.add("signature", inside.isEmpty() ? "ours" : "ours: " + inside);
            }
            blocks.add(block);
        }
        return blocks.build();
    }
}
