package dev.ccproxy.messages;

/**
 * About how many tokens the body of a request has as input, from its bytes in one pass: for a decision that needs no more than
 * the size. It is no count, and differs by a fifth either way, more where there are documents.
 */
final class InputEstimate {

    /** Of English, of code and of JSON, and of languages whose characters have three bytes each. */
    private static final double BYTES_A_TOKEN = 3.6;

    /** The most that an image has ("Vision" in Anthropic's documentation). */
    private static final long IMAGE = 1600;

    /** A page of a document has its text, and an image of it; its base64 has so many characters at least. */
    private static final long PAGE = 2000;

    private static final int PAGE_LENGTH = 64 * 1024;

    /** A string that is shorter is taken for a text. */
    private static final int MIN_DATA = 256;

    private static final String PDF = "JVBERi";

    private final byte[] body;

    private InputEstimate(byte[] body) {
        this.body = body;
    }

    /** Of a body that is JSON. */
    static long of(byte[] body) {
        return new InputEstimate(body).tokens();
    }

    private long tokens() {
        long bytes = 0;
        long media = 0;
        JsonCursor cursor = new JsonCursor(body, 0, body.length);
        while (!cursor.atEnd()) {
            if (!cursor.at('"')) {
                cursor.next();
                bytes++;
                continue;
            }
            int start = cursor.position();
            cursor.skipString();
            int length = cursor.position() - start;
            if (length >= MIN_DATA && isBase64(start + 1, cursor.position() - 1)) {
                media += isPdf(start + 1) ? PAGE * (1 + length / PAGE_LENGTH) : IMAGE;
            } else {
                bytes += length;
            }
        }
        return media + Math.round(bytes / BYTES_A_TOKEN);
    }

    /** A text has a blank or an escape somewhere, mostly soon. */
    private boolean isBase64(int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = body[i];
            boolean digit = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
            if (!digit && b != '+' && b != '/' && b != '=') {
                return false;
            }
        }
        return true;
    }

    private boolean isPdf(int start) {
        for (int i = 0; i < PDF.length(); i++) {
            if (body[start + i] != PDF.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
