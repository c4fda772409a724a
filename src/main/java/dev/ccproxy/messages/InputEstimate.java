package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * About how many tokens a request's body has as input, from its bytes alone: one for four bytes. What is in base64 counts as
 * one image each, whatever its length, and a PDF by its pages, as far as its length tells them. An estimate: code and English
 * have some four bytes a token, other languages fewer.
 */
public final class InputEstimate {

    private static final int BYTES_PER_TOKEN = 4;

    /** Those of a large image (Anthropic's documentation, "Vision", "Calculate image costs"). */
    private static final int TOKENS_PER_IMAGE = 1600;

    /** The text of a page, and an image of it. */
    private static final int TOKENS_PER_PAGE = 2000;

    /** Of base64, at the least. */
    private static final int BYTES_PER_PAGE = 64 * 1024;

    /** What every PDF begins with, in base64. */
    private static final byte[] PDF = "JVBERi".getBytes(US_ASCII);

    /** What is shorter counts as text, and so as little more than an image. */
    private static final int MIN_IMAGE_BYTES = 8192;

    private static final boolean[] BASE64 = new boolean[256];

    static {
        for (int c = 0; c < 128; c++) {
            BASE64[c] = Character.isLetterOrDigit(c) || c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
        }
    }

    private InputEstimate() {}

    /** Looks at each byte in base64 once, and at few of the others. */
    public static long tokens(byte[] body) {
        long text = body.length;
        long media = 0;
        int from = 0;
        // Whatever is so long has a multiple of this distance within it.
        for (int at = MIN_IMAGE_BYTES - 1; at < body.length; at += MIN_IMAGE_BYTES) {
            if (at < from || !isBase64(body, at)) {
                continue;
            }
            int start = at;
            while (start > from && isBase64(body, start - 1)) {
                start--;
            }
            int end = at + 1;
            while (end < body.length && isBase64(body, end)) {
                end++;
            }
            if (end - start >= MIN_IMAGE_BYTES) {
                text -= end - start;
                media +=
                        isPdf(body, start) ? TOKENS_PER_PAGE * (1L + (end - start) / BYTES_PER_PAGE) : TOKENS_PER_IMAGE;
            }
            from = end;
        }
        return text / BYTES_PER_TOKEN + media;
    }

    private static boolean isPdf(byte[] body, int start) {
        return Arrays.equals(body, start, start + PDF.length, PDF, 0, PDF.length);
    }

    private static boolean isBase64(byte[] body, int at) {
        return BASE64[body[at] & 0xFF];
    }
}
