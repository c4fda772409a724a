package dev.ccproxy.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what is written until it is flushed or 64 KiB have come together. Unlike {@link java.io.BufferedOutputStream} it
 * has no buffer after a flush, because a stream may then be silent for minutes.
 */
final class GatheringOutputStream extends OutputStream {

    private static final int MAX = 64 * 1024;

    private final OutputStream out;
    private @Nullable ByteArrayOutputStream gathered;

    GatheringOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (gathered != null && gathered.size() + length > MAX) {
            writeGathered();
        }
        if (length >= MAX) {
            out.write(bytes, offset, length);
            return;
        }
        if (gathered == null) {
            gathered = new ByteArrayOutputStream(MAX);
        }
        gathered.write(bytes, offset, length);
    }

    private void writeGathered() throws IOException {
        ByteArrayOutputStream all = gathered;
        gathered = null;
        if (all != null) {
            all.writeTo(out);
        }
    }

    @Override
    public void flush() throws IOException {
        writeGathered();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
