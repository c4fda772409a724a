package dev.ccproxy.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {

    private static final Event A = new Event("a", "1");

    private static List<Event> parse(String stream) {
        List<Event> events = new ArrayList<>();
        byte[] bytes = stream.getBytes(UTF_8);
        new EventParser(1000, Set.of("a"), events::add).feed(bytes, 0, bytes.length);
        return events;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: a\ndata: 1\n\n",
                "event:a\ndata:1\n\n",
                "event: a\r\ndata: 1\r\n\r\n",
                "event: a\rdata: 1\r\r",
                "\uFEFFevent: a\ndata: 1\n\n",
                ": comment\nevent: a\nid: 7\nretry: 1\ndata: 1\nother\n\n",
                "\n\nevent: a\ndata: 1\n\n\n\n",
                "event: b\n\nevent: a\ndata: 1\n\n"
            })
    void readsAnEventInEachForm(String stream) {
        assertThat(parse(stream)).containsExactly(A);
    }

    @Test
    void joinsDataLinesAndKnowsTheDefaultType() {
        assertThat(parse("data: 1\ndata:  2\ndata\n\n")).containsExactly(new Event("message", "1\n 2\n"));
    }

    @Test
    void leavesOutDataThatIsNotWanted() {
        assertThat(parse("event: b\ndata: 1\n\ndata: 2\nevent: b\n\n"))
                .containsExactly(new Event("b", ""), new Event("b", "2"));
    }

    @Test
    void tellsNothingOfAnEventThatIsNotComplete() {
        assertThat(parse("event: a\ndata: 1\n")).isEmpty();
    }

    @Test
    void passesOverAnEventThatIsTooLargeAndGoesOn() {
        assertThat(parse("data: " + "x".repeat(2000) + "\n\nevent: a\ndata: 1\n\n"))
                .containsExactly(A);
    }

    @Test
    void saysWhereTheNextEventBegins() {
        EventParser parser = new EventParser(1000, Set.of(), event -> {});

        assertThat(feed(parser, "event: a\nda")).isZero();
        assertThat(feed(parser, "ta: 1\n\neve")).isEqualTo("ta: 1\n\n".length());
        assertThat(feed(parser, "nt: b\ndata: 2\n\n: comment\n")).isEqualTo("nt: b\ndata: 2\n\n: comment\n".length());
        assertThat(feed(parser, "data: 3\r\n\r")).isEqualTo("data: 3\r\n\r".length());
        assertThat(feed(parser, "\ndata")).isEqualTo(1);
    }

    private static int feed(EventParser parser, String piece) {
        byte[] bytes = piece.getBytes(UTF_8);
        return parser.feed(bytes, 0, bytes.length);
    }

    @Test
    void howAStreamIsCutIntoPiecesMakesNoDifference() {
        Random random = new Random(20261128);
        String[] parts = {"event: a", "data: é", "\n", "\r\n", "\r", "\n\n", ": c", "data", ":", " ", "x", "\uFEFF"};
        for (int i = 0; i < 2000; i++) {
            StringBuilder stream = new StringBuilder();
            for (int part = random.nextInt(30); part >= 0; part--) {
                stream.append(parts[random.nextInt(parts.length)]);
            }
            byte[] bytes = stream.toString().getBytes(UTF_8);
            List<Event> events = new ArrayList<>();
            EventParser parser = new EventParser(1000, Set.of("a"), events::add);
            for (int position = 0; position < bytes.length; ) {
                int length = Math.min(1 + random.nextInt(5), bytes.length - position);
                int border = parser.feed(bytes, position, length);
                assertThat(border).isBetween(0, length);
                position += length;
            }
            assertThat(events).as(stream.toString()).isEqualTo(parse(stream.toString()));
        }
    }
}
