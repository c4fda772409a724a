package dev.ccproxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {

    private static final int MAX = 1_000_000;

    private final MemoryBudget budget = new MemoryBudget(4L * MAX);
    private final BodyReader reader = new BodyReader(MAX);

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    private byte[] read(InputStream in, long length, String encoding) throws IOException {
        MemoryBudget.Share share = budget.share();
        try {
            return reader.read(in, length, encoding, share);
        } finally {
            share.close();
            assertThat(budget.left()).isEqualTo(4L * MAX);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 47_259, 65_535, 65_536, 65_537, 131_072, 131_073, 400_000, MAX})
    void readsABodyWhateverIsKnownOfItsLength(int length) throws IOException {
        byte[] body = bytes(length);

        assertThat(read(new Dripping(body), length, "")).isEqualTo(body);
        assertThat(read(new Dripping(body), -1, "")).isEqualTo(body);
        assertThat(read(new Dripping(gzip(body)), -1, "gzip")).isEqualTo(body);
        assertThat(read(new Dripping(body), 10, "identity"))
                .as("Open Liberty leaves the length of what it has decompressed")
                .isEqualTo(body);
    }

    @Test
    void theBoundIsForWhatIsDecompressed() throws IOException {
        byte[] large = new byte[MAX + 1];
        byte[] compressed = gzip(large);

        assertThatThrownBy(() -> read(new ByteArrayInputStream(large), MAX + 1L, ""))
                .hasMessageContaining("at most " + MAX);
        assertThatThrownBy(() -> read(new ByteArrayInputStream(large), -1, "")).hasMessageContaining("at most " + MAX);
        assertThatThrownBy(() -> read(new ByteArrayInputStream(compressed), compressed.length, "gzip"))
                .hasMessageContaining("at most " + MAX);
    }

    @Test
    void whatIsNoWholeGzipIsRefused() throws IOException {
        byte[] compressed = gzip(bytes(10_000));
        byte[] cut = java.util.Arrays.copyOf(compressed, 5_000);
        byte[] broken = compressed.clone();
        broken[3_000] ^= 0x55;

        for (byte[] each : new byte[][] {cut, broken}) {
            assertThatThrownBy(() -> read(new ByteArrayInputStream(each), each.length, "gzip"))
                    .hasMessageContaining("gzip");
        }
        assertThatThrownBy(() -> read(new ByteArrayInputStream(compressed), compressed.length, "br"))
                .hasMessageContaining("Content-Encoding must be");
        byte[] plain = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(read(new ByteArrayInputStream(plain), plain.length, "gzip"))
                .as("decompressed by the server")
                .isEqualTo(plain);
    }

    @Test
    void memoryIsTakenAsBytesArrive() {
        MemoryBudget small = new MemoryBudget(200_000);
        MemoryBudget.Share share = small.share();

        assertThatThrownBy(() -> reader.read(new ByteArrayInputStream(bytes(500_000)), 500_000, "", share))
                .hasMessageContaining("memory");
        assertThat(small.left()).isGreaterThanOrEqualTo(0);
        share.close();
        assertThat(small.left()).isEqualTo(200_000);
    }

    /** Gives a few bytes at a time. */
    private static final class Dripping extends ByteArrayInputStream {

        Dripping(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, 7_001));
        }
    }
}
