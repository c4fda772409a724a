package dev.ccproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "\u001B",
                "\n",
                "\r",
                "\t",
                "\u007F",
                "\u0085",
                "\u00AD",
                "\u200B",
                "\u202E",
                "\u2028",
                "\u2029",
                "\u2066",
                "\uFEFF",
                "\uD800",
                "\uDC00",
                "\uDB40\uDC01"
            })
    void whatCannotBeSeenIsReplaced(String character) {
        assertThat(ShownText.of("a" + character + "b")).isEqualTo("a\uFFFDb");
    }

    @Test
    void whatCanBeSeenStays() {
        assertThat(ShownText.of("CN=Ünïcode 証明書 😀, O=\"x\"")).isEqualTo("CN=Ünïcode 証明書 😀, O=\"x\"");
    }

    @Test
    void isBoundedAndSaysSo() {
        assertThat(ShownText.of("x".repeat(256))).isEqualTo("x".repeat(256));
        assertThat(ShownText.of("x".repeat(257))).isEqualTo("x".repeat(255) + "…");
        assertThat(ShownText.of("😀".repeat(200))).hasSizeLessThanOrEqualTo(256).endsWith("😀…");
    }
}
