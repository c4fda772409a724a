package dev.ccproxy.gateway;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a request's body whole, within the bound for one body and the budget for all. */
final class BodyReader {

    private static final int PIECE = 64 * 1024;

    /** The length of a body before it is decompressed. */
    private static final long UNKNOWN = -1;

    private final long maxBytes;

    BodyReader(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The body, decompressed.
     *
     * @param contentLength the length that the client announces; negative if it announces none
     * @param contentEncoding in lower case; empty for none
     * @throws ErrorException 400 for a body that cannot be read as what it says it is, 413 for one beyond the bound, 529 if the
     *     budget is used up
     * @throws IOException if the client stops in the middle
     */
    byte[] read(InputStream in, long contentLength, String contentEncoding, MemoryBudget.Share memory)
            throws IOException {
        if (contentLength > maxBytes) {
            throw tooLarge();
        }
        return switch (contentEncoding) {
            case "", "identity" -> readAll(in, contentLength, memory);
            case "gzip", "x-gzip" -> decompressed(in, memory);
            default -> throw new ErrorException(ErrorType.INVALID_REQUEST, "Content-Encoding must be gzip or identity");
        };
    }

    /** Open Liberty decompresses a body by default, and leaves the header: then it does not begin as gzip does. */
    private byte[] decompressed(InputStream in, MemoryBudget.Share memory) throws IOException {
        byte[] head = in.readNBytes(2);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
        if (head.length < 2 || head[0] != 0x1F || (head[1] & 0xFF) != 0x8B) {
            return readAll(whole, UNKNOWN, memory);
        }
        try {
            byte[] body = readAll(new GZIPInputStream(whole, PIECE), UNKNOWN, memory);
            if (whole.read() >= 0) {
                // The JDK's reader ends between two members if nothing more has come yet.
                throw new ErrorException(ErrorType.INVALID_REQUEST, "A gzip body must be of one member");
            }
            return body;
        } catch (ZipException | EOFException e) {
            throw new ErrorException(
                    ErrorType.INVALID_REQUEST, "The body must be whole and valid gzip, as its Content-Encoding says");
        }
    }

    /**
     * Reads to the end. The array grows with what has arrived, and not with what is announced.
     *
     * @param expected how many bytes will come; negative if that is not known
     */
    private byte[] readAll(InputStream in, long expected, MemoryBudget.Share memory) throws IOException {
        byte[] body = new byte[(int) (expected < 0 ? PIECE : Math.min(expected, PIECE))];
        memory.take(body.length);
        int size = 0;
        for (; ; ) {
            int read = size < body.length ? in.read(body, size, body.length - size) : -1;
            if (read >= 0) {
                size += read;
                continue;
            }
            int next = size < body.length ? -1 : in.read();
            if (next < 0) {
                return size == body.length ? body : Arrays.copyOf(body, size);
            }
            if (size >= maxBytes) {
                throw tooLarge();
            }
            long length = expected > size ? Math.min(2L * size, expected) : 2L * Math.max(size, PIECE);
            int larger = (int) Math.min(length, maxBytes);
            memory.take(larger);
            memory.giveBack(body.length);
            body = Arrays.copyOf(body, larger);
            body[size++] = (byte) next;
        }
    }

    private ErrorException tooLarge() {
        return new ErrorException(
                ErrorType.REQUEST_TOO_LARGE,
                "The body must have at most " + maxBytes + " bytes, decompressed (ccproxy.gateway.max-body)");
    }
}
