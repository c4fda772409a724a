package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How large an image is, from its first bytes (PNG, "IHDR"; GIF89a, "Logical Screen Descriptor"; JPEG, ITU T.81, B.2.2; WebP,
 * RFC 9649). Nothing is decoded.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record ImageSize(int width, int height) {

    /** A JPEG may have a preview before its size. */
    private static final int MAX_CHARACTERS = 256 * 1024;

    /** The size of an image in base64; null if it cannot be found. */
    public static @Nullable ImageSize of(String base64) {
        int length = Math.min(base64.length(), MAX_CHARACTERS) / 4 * 4;
        byte[] head;
        try {
            head = Base64.getDecoder().decode(base64.substring(0, length));
        } catch (IllegalArgumentException e) {
            return null;
        }
        ImageSize size = new Bytes(head).size();
        return size != null && size.width > 0 && size.height > 0 ? size : null;
    }

    private static final class Bytes {
        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        private @Nullable ImageSize size() {
            if (has(0, "\u0089PNG") && bytes.length >= 24) {
                return new ImageSize(big(16) << 16 | big(18), big(20) << 16 | big(22));
            }
            if (has(0, "GIF8") && bytes.length >= 10) {
                return new ImageSize(little(6), little(8));
            }
            if (has(0, "RIFF") && has(8, "WEBP") && bytes.length >= 30) {
                return webp();
            }
            return has(0, "\u00ff\u00d8") ? jpeg() : null;
        }

        private @Nullable ImageSize webp() {
            if (has(12, "VP8X")) {
                return new ImageSize(1 + (little(24) | at(26) << 16), 1 + (little(27) | at(29) << 16));
            }
            if (has(12, "VP8L")) {
                int bits = little(21) | little(23) << 16;
                return new ImageSize(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
            }
            return has(12, "VP8 ") ? new ImageSize(little(26) & 0x3fff, little(28) & 0x3fff) : null;
        }

        /** From segment to segment to that with the size of the frame. */
        private @Nullable ImageSize jpeg() {
            int at = 2;
            while (at + 9 <= bytes.length && at(at) == 0xff) {
                int marker = at(at + 1);
                // Neither a table of Huffman (C4), an extension (C8), nor arithmetic conditions (CC).
                if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                    return new ImageSize(big(at + 7), big(at + 5));
                }
                at += marker == 0xff ? 1 : 2 + big(at + 2);
            }
            return null;
        }

        private boolean has(int at, String text) {
            return bytes.length >= at + text.length() && new String(bytes, at, text.length(), ISO_8859_1).equals(text);
        }

        private int at(int index) {
            return bytes[index] & 0xff;
        }

        private int big(int index) {
            return at(index) << 8 | at(index + 1);
        }

        private int little(int index) {
            return at(index) | at(index + 1) << 8;
        }
    }
}
