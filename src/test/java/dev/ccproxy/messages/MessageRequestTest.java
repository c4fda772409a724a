package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRequestTest {

    private static MessageRequest read(String body) {
        return MessageRequest.read(body.getBytes(UTF_8));
    }

    private static byte[] bytes(MessageRequest request, String model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer piece : request.body(model)) {
            while (piece.hasRemaining()) {
                bytes.write(piece.get());
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void knowsAboutItsInputAfterItWasLetGoOf() {
        MessageRequest request = read("{\"model\":\"m\",\"text\":\"" + "word ".repeat(800) + "\"}");
        long before = request.inputEstimate();
        request.release();

        assertThat(before).isBetween(900L, 1100L);
        assertThat(request.inputEstimate()).isEqualTo(before);
    }

    @Test
    void manyEscapedKeysCostNoMoreThanTheirLength() {
        byte[] body = ("{" + "\"\\u0061\\u0062\":1,".repeat(500_000) + "\"model\":\"m\"}").getBytes(UTF_8);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(MessageRequest.read(body).model()).isEqualTo("m"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"m\"} | m",
                "  {\"a\":[{\"model\":\"x\"}],\"model\" :\t\"m\" } tail | m",
                "{\"m\\u006fdel\":\"m\"} | m",
                "{\"model\":\"caf\\u00e9 \\\"q\\\"\"} | café \"q\"",
                "{\"a\":\"\\\\\",\"model\":\"m\"} | m",
                "{\"a\":\"\\\"model\\\":\\\"x\\\"\",\"model\":\"m\"} | m"
            })
    void findsTheModelOfTheTopLevel(String body, String model) {
        assertThat(read(body).model()).isEqualTo(model);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"model\":7}",
                "{\"model\":{\"model\":\"x\"}}",
                "{\"model\"",
                "{\"model\":",
                "{\"model\":\"m",
                "{\"model\":\"m\\\"",
                "{\"a\":\"b\\",
                "[{\"model\":\"x\"}]",
                "{\"Model\":\"x\"}",
                "\"model\"",
                "{\"model\":\"\\ud8\"}"
            })
    void findsNoneWhereThereIsNone(String body) {
        MessageRequest request = read(body);

        assertThat(request.model()).isNull();
        assertThat(bytes(request, "other")).isEqualTo(body.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"a\",\"model\":\"a\"}",
                "{\"model\":\"a\",\"MODEL\":1}",
                "{\"m\\u006Fdel\":null,\"x\":{},\"model\":\"a\"}",
            })
    void twoOfThemAreRefused(String body) {
        assertThatThrownBy(() -> read(body)).hasMessageContaining("model must be there once");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"stream\":true} | true",
                "{\"stream\" : true,\"x\":1} | true",
                "{\"stream\":false} | false",
                "{\"stream\":\"true\"} | false",
                "{\"x\":{\"stream\":true}} | false",
                "{} | false"
            })
    void knowsWhetherAStreamIsAskedFor(String body, boolean streamed) {
        assertThat(read(body).streamed()).isEqualTo(streamed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "fuzz,\\ud800x | \\ud800x",
                "fuzz/a\u00ff\u0080b | a\u00ff\u0080b",
                "fuzz,\\u0041\\/ | \\u0041\\/",
                "fuzz,fuzz,x | fuzz,x",
                "\\u0066uzz,\\u0041 | A",
            })
    void whatIsLeftOfTheNameStaysAsItIsWritten(String written, String sent) {
        String body = "{\"model\":\"%s\",\"a\":1}";
        MessageRequest request = MessageRequest.read(body.formatted(written).getBytes(ISO_8859_1));
        String model = Objects.requireNonNull(request.model());

        assertThat(new String(bytes(request, model.substring("fuzz,".length())), ISO_8859_1))
                .isEqualTo(body.formatted(sent));
    }

    @Test
    void onlyTheNameIsReplaced() {
        Random random = new Random(20261128);
        String[] values = {
            "1e400", "12345678901234567890", "\"\\u2028\\/é\"", "[[[]]]", "{\"model\":\"in\"}", "null", "\"\\\\\""
        };
        for (int i = 0; i < 5000; i++) {
            StringBuilder before = new StringBuilder("{");
            StringBuilder after = new StringBuilder();
            for (int n = random.nextInt(4); n > 0; n--) {
                before.append(blanks(random))
                        .append("\"k")
                        .append(n)
                        .append("\":")
                        .append(pick(values, random))
                        .append(',');
                after.append(",\"dup\":").append(blanks(random)).append(pick(values, random));
            }
            String name = pick(new String[] {"m", "a/b", "é", "", "x".repeat(300)}, random);
            String start = before + "\"model\"" + blanks(random) + ":" + blanks(random);
            String body = start + "\"" + name + "\"" + after + blanks(random) + "}";

            byte[] replaced = bytes(read(body), "neu \"1\"");

            assertThat(new String(replaced, UTF_8))
                    .isEqualTo(start + "\"neu \\\"1\\\"\"" + body.substring(start.length() + name.length() + 2));
        }
    }

    @Test
    void anyBytesAreReadWithoutAnErrorOfOurOwn() {
        Random random = new Random(20261129);
        byte[] alphabet = "{}[]\":,\\ \nmodelstrtu\u00ff".getBytes(ISO_8859_1);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(60)];
            for (int j = 0; j < body.length; j++) {
                body[j] = alphabet[random.nextInt(alphabet.length)];
            }
            MessageRequest request = MessageRequest.read(body);
            assertThat(request.model() == null || bytes(request, "x").length > 0)
                    .as(Arrays.toString(body))
                    .isTrue();
        }
    }

    private static String blanks(Random random) {
        return pick(new String[] {"", " ", "\n\t ", "\r\n"}, random);
    }

    private static String pick(String[] values, Random random) {
        return values[random.nextInt(values.length)];
    }
}
