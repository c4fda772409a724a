package dev.ccproxy.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ProviderSettings.CheckMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Error texts of providers: each row of refusals.txt has an example, and some only look like one. */
class RefusalsTest {

    private record Example(int status, String body, Reason reason) {

        static Example parse(String line) {
            int first = line.indexOf('|');
            int last = line.lastIndexOf('|');
            return new Example(
                    Integer.parseInt(line.substring(0, first).strip()),
                    line.substring(first + 1, last).strip(),
                    Reason.valueOf(line.substring(last + 1).strip().toUpperCase(Locale.ROOT)));
        }
    }

    @TestFactory
    Stream<DynamicTest> theProvidersOwnTextsAreKnown() throws IOException {
        return lines("src/test/resources/dev/ccproxy/monitor/refusal-examples.txt").stream()
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    Example example = Example.parse(line);
                    assertThat(reason(example.status(), bytes(example.body()), ""))
                            .isEqualTo(example.reason());
                }));
    }

    @Test
    void everyRowHasAnExample() throws IOException {
        List<String> bodies = lines("src/test/resources/dev/ccproxy/monitor/refusal-examples.txt").stream()
                .map(line -> line.toLowerCase(Locale.ROOT).replace("\": ", "\":"))
                .toList();
        for (String row : lines("src/main/resources/dev/ccproxy/monitor/refusals.txt")) {
            String text = row.split("\\|", -1)[1].strip();
            assertThat(bodies).as(row).anyMatch(body -> body.contains(text));
        }
    }

    @Test
    void aCompressedRefusalIsRead() throws IOException {
        byte[] body = bytes("{\"error\":{\"code\":\"insufficient_quota\"}}");
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(body);
        }
        ByteArrayOutputStream deflate = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflate)) {
            out.write(body);
        }

        assertThat(reason(429, gzip.toByteArray(), "gzip")).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(reason(429, gzip.toByteArray(), "")).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(reason(429, deflate.toByteArray(), "deflate")).isEqualTo(Reason.QUOTA_EXCEEDED);
        byte[] headless = Arrays.copyOfRange(deflate.toByteArray(), 2, deflate.size());
        assertThat(reason(429, headless, "deflate")).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(reason(429, body, "gzip")).isEqualTo(Reason.QUOTA_EXCEEDED);
    }

    @Test
    void aCompressedBodyIsDecompressedUpToTheLimit() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            byte[] part = bytes("{\"data\":[" + "0,".repeat(32_000));
            for (int i = 0; i < 400; i++) {
                out.write(part);
            }
        }
        Body body = Body.of(gzip.toByteArray(), true, "gzip");

        assertThat(body.text()).hasSize(Body.MAX_BYTES);
        assertThat(body.isComplete()).isFalse();
    }

    @Test
    void whatTheRefusalSaysIsTheDetail() {
        Diagnosis diagnosis = ResponseDiagnosis.of(
                CheckMode.MODELS, 400, Body.of(bytes("Incorrect API key provided: sk-canary"), true, ""));

        assertThat(diagnosis.detail()).isEqualTo("the response says incorrect api key provided");
    }

    private static Reason reason(int status, byte[] body, String encoding) {
        return ResponseDiagnosis.of(CheckMode.MODELS, status, Body.of(body, true, encoding))
                .reason();
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
