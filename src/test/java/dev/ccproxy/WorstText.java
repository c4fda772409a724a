package dev.ccproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Text as a hostile client sends it, 30 kB of it, and what reading it may cost. */
public final class WorstText {

    private static final int LENGTH = 30_000;
    private static final Duration MAX = Duration.ofMillis(50);

    /** What is repeated: whatever some reader of headers, queries, paths or JSON stops at, looks ahead of or goes back to. */
    private static final List<String> UNITS = List.of(
            " ",
            "\t",
            " \t",
            "\u0085",
            "\u00a0",
            " \u0085",
            ",",
            ", ",
            ";",
            ";q=",
            ";q=.",
            ";q=0.1,",
            "q=",
            "=",
            "*",
            "*/*,",
            "/",
            "//",
            "../",
            "a/b;q=1,",
            ":",
            "::",
            "0:",
            "[",
            "]",
            "[]",
            "%",
            "%4",
            "%zz",
            "%41",
            ".",
            "..",
            "127.",
            "0",
            "9",
            "\"",
            "\\",
            "\"\\",
            "\\\"",
            "\"\",",
            "&",
            "&&",
            "a=%&",
            "format=&",
            "+",
            "-",
            "@",
            "#",
            "?",
            "{",
            "}",
            "{\"a\":",
            "a",
            "A",
            "Bearer ",
            "bearer\t",
            "é",
            "$ws",
            "\0",
            "<");

    private static final List<String> STARTS = List.of(
            "",
            "Bearer",
            "Bearer ",
            "application/json;q=",
            "\"",
            "format=",
            "http://",
            "[",
            "127.0.0.1",
            "{\"note\":\"");

    private static final List<String> ENDS = List.of("", "\u0085x", "\"");

    private WorstText() {}

    /** All of them, one after the other. */
    public static Stream<String> all() {
        return STARTS.stream()
                .flatMap(start -> UNITS.stream()
                        .flatMap(unit -> ENDS.stream()
                                .map(end -> start
                                        + unit.repeat((LENGTH - start.length() - end.length()) / unit.length())
                                        + end)));
    }

    /** That reading each takes under 50 ms of this thread's CPU, whatever comes of it. */
    public static void assertCheap(Consumer<String> reader) {
        all().forEach(text -> assertThat(leastOfThree(reader, text))
                .as("CPU for %s…%s", text.substring(0, 20), text.substring(text.length() - 5))
                .isLessThan(MAX));
    }

    /** The compiler and the collector may work beside one of them. */
    private static Duration leastOfThree(Consumer<String> reader, String text) {
        Duration least = cpu(reader, text);
        for (int i = 1; i < 3 && least.compareTo(MAX) >= 0; i++) {
            Duration again = cpu(reader, text);
            least = again.compareTo(least) < 0 ? again : least;
        }
        return least;
    }

    private static Duration cpu(Consumer<String> reader, String text) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        try {
            reader.accept(text);
        } catch (RuntimeException e) {
            // A refusal is an answer, too.
        }
        return Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
    }
}
