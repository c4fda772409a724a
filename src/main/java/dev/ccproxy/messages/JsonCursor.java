package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A place in the bytes of a JSON text. Follows strings, and nothing else of JSON: no number, no name and no depth is too much
 * for it, and what is no JSON is not its business.
 */
final class JsonCursor {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    /** A backslash, a u and four digits. */
    private static final int UNICODE_ESCAPE = 6;

    private final byte[] body;
    private final int end;
    private int position;

    JsonCursor(byte[] body, int start, int end) {
        this.body = body;
        this.end = end;
        position = start;
    }

    int position() {
        return position;
    }

    boolean atEnd() {
        return position >= end;
    }

    /** The byte here, which must not be the {@link #atEnd}. */
    byte current() {
        return body[position];
    }

    void next() {
        position++;
    }

    boolean at(char c) {
        return position < end && body[position] == c;
    }

    void skipBlanks() {
        while (at(' ') || at('\t') || at('\n') || at('\r')) {
            position++;
        }
    }

    /** From a quotation mark to behind the one that ends the string, or to the end of the body. */
    void skipString() {
        byte[] bytes = body;
        int at = position + 1;
        // Nearly all of a body is in strings, so eight bytes are looked at together.
        while (at <= end - Long.BYTES) {
            long special = special((long) LONGS.get(bytes, at));
            if (special == 0) {
                at += Long.BYTES;
                continue;
            }
            at += Long.numberOfTrailingZeros(special) / Byte.SIZE;
            if (bytes[at] == '"') {
                position = at + 1;
                return;
            }
            at += 2;
        }
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        position = Math.min(at + 1, end);
    }

    /** The lowest bit that is set is in the first of eight bytes that is a quotation mark or a backslash; 0 if none is. */
    private static long special(long eight) {
        return zeroes(eight ^ QUOTES) | zeroes(eight ^ BACKSLASHES);
    }

    /** The lowest bit that is set is in the first byte that is zero ("Determine if a word has a zero byte"). */
    private static long zeroes(long eight) {
        return (eight - ONES) & ~eight & HIGH_BITS;
    }

    /** A string of the body without its quotation marks and escapes; null if it is not whole or not valid. */
    @Nullable
    String text(int start, int end) {
        if (end - start < 2 || body[end - 1] != '"') {
            return null;
        }
        String raw = new String(body, start + 1, end - start - 2, UTF_8);
        int escape = raw.indexOf('\\');
        if (escape < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        int begin = 0;
        for (; escape >= 0; escape = raw.indexOf('\\', begin)) {
            text.append(raw, begin, escape);
            int length = raw.startsWith("u", escape + 1) ? UNICODE_ESCAPE : 2;
            int character = escape + length > raw.length() ? -1 : character(raw, escape + 1);
            if (character < 0) {
                return null;
            }
            text.append((char) character);
            begin = escape + length;
        }
        return text.append(raw, begin, raw.length()).toString();
    }

    /** What an escape stands for, from behind its backslash (RFC 8259, 7); negative if it is none. */
    private static int character(String raw, int at) {
        return switch (raw.charAt(at)) {
            case '"', '\\', '/' -> raw.charAt(at);
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = at + 1; i < at + UNICODE_ESCAPE - 1; i++) {
                    int digit = Character.digit(raw.charAt(i), 16);
                    code = digit < 0 || code < 0 ? -1 : code * 16 + digit;
                }
                yield code;
            }
            default -> -1;
        };
    }
}
