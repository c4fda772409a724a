package dev.ccproxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringOutputStreamTest {

    private final List<Integer> writes = new ArrayList<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            writes.add(length);
            super.write(bytes, offset, length);
        }
    };
    private final GatheringOutputStream out = new GatheringOutputStream(written);

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    @Test
    void writesOnceWhatIsFlushed() throws IOException {
        byte[] all = bytes(20_001);
        out.write(all, 0, 8192);
        out.write(all, 8192, 8192);
        out.write(all[16_384]);
        out.write(all, 16_385, all.length - 16_385);
        assertThat(writes).isEmpty();

        out.flush();
        out.flush();
        assertThat(writes).containsExactly(all.length);
        assertThat(written.toByteArray()).isEqualTo(all);
    }

    @Test
    void keepsTheOrderAndHoldsNoMoreThanItsBound() throws IOException {
        byte[] all = bytes(300_000);
        int at = 0;
        for (int length : new int[] {10, 60_000, 8192, 70_000, 65_536, 5, 0, 65_531}) {
            out.write(all, at, length);
            at += length;
        }
        out.write(all, at, all.length - at);
        out.close();

        assertThat(written.toByteArray()).isEqualTo(all);
        assertThat(writes).allMatch(length -> length <= 70_000).hasSizeLessThan(10);
    }
}
