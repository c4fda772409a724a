package dev.ccproxy.gateway;

import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a request's body whole, within the bound for one body and the budget for all. */
final class BodyReader {

    private static final int PIECE = 64 * 1024;

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
            case "", "identity" -> readAll(in, memory);
            case "gzip", "x-gzip" -> decompressed(in, memory);
            default -> throw new ErrorException(ErrorType.INVALID_REQUEST, "Content-Encoding must be gzip or identity");
        };
    }

    /** Open Liberty decompresses a body by default, and leaves the header: then it does not begin as gzip does. */
    private byte[] decompressed(InputStream in, MemoryBudget.Share memory) throws IOException {
        byte[] head = in.readNBytes(2);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
        if (head.length < 2 || head[0] != 0x1F || (head[1] & 0xFF) != 0x8B) {
            return readAll(whole, memory);
        }
        try {
            byte[] body = readAll(new GZIPInputStream(whole, PIECE), memory);
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

    private byte[] readAll(InputStream in, MemoryBudget.Share memory) throws IOException {
        List<byte[]> pieces = new ArrayList<>();
        long size = 0;
        for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
            size += piece.length;
            if (size > maxBytes) {
                throw tooLarge();
            }
            memory.take(piece.length);
            pieces.add(piece);
        }
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        memory.take(size);
        byte[] body = new byte[(int) size];
        int position = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, body, position, piece.length);
            position += piece.length;
        }
        memory.giveBack(size);
        return body;
    }

    private ErrorException tooLarge() {
        return new ErrorException(
                ErrorType.REQUEST_TOO_LARGE,
                "The body must have at most " + maxBytes + " bytes, decompressed (ccproxy.gateway.max-body)");
    }
}
