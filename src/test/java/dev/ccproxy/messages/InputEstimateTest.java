package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputEstimateTest {

    private static final String TEXT = "The quick brown fox jumps over the lazy dog. ";

    private static long tokens(String body) {
        return InputEstimate.tokens(body.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 8191, 8192, 8193, 100_000})
    void ofATextItIsAQuarterOfItsBytes(int length) {
        assertThat(tokens(TEXT.repeat(length / TEXT.length() + 1).substring(0, length)))
                .isEqualTo(length / 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {8192, 8193, 16_384, 1_000_000})
    void whatIsInBase64CountsAsAnImage(int length) {
        String image = "{\"type\":\"base64\",\"data\":\""
                + "iVBORw0KGgo+/A".repeat(length / 14 + 1).substring(0, length) + "\"}";
        for (int before = 0; before < 20; before++) {
            String body = " ".repeat(before * 997) + image + TEXT.repeat(10) + image;

            assertThat(tokens(body)).isEqualTo(2 * 1600 + (body.length() - 2L * length) / 4);
        }
    }

    @Test
    void whatIsShorterThanAnImageCountsAsText() {
        assertThat(tokens("x".repeat(8191) + " ")).isEqualTo(8192 / 4);
    }

    @Test
    void aDocumentCountsByItsPages() {
        assertThat(tokens("{\"data\":\"JVBERi" + "0xLjcK".repeat(30_000) + "\"}"))
                .isEqualTo(3 * 2000 + 2);
    }
}
