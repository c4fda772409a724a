package dev.ccproxy.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.messages.MessageRequest.ModelField;
import jakarta.json.JsonObject;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The top level of a JSON object, from its bytes. Follows strings and how deep objects and arrays are nested, and nothing
 * else of JSON: no number, no name and no depth is too much for it, and what is no JSON is not its business.
 */
final class TopLevel {

    private static final byte[] TRUE = "true".getBytes(UTF_8);

    /** Six characters for each one of the longest key, if all are escaped, and the quotation marks. */
    private static final int MAX_KEY_BYTES = "stream".length() * 6 + 2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    /** A backslash, a u and four digits. */
    private static final int UNICODE_ESCAPE = 6;

    private final byte[] body;
    private int position;
    private int models;
    private @Nullable ModelField model;
    private boolean streamed;
    private boolean closed;
    private int usageStart = -1;
    private int usageEnd = -1;

    private TopLevel(byte[] body) {
        this.body = body;
    }

    static TopLevel scan(byte[] body) {
        TopLevel top = new TopLevel(body);
        top.skipBlanks();
        if (top.at('{')) {
            top.scan();
        }
        return top;
    }

    /** How many keys are {@code model}, in whatever case. */
    int models() {
        return models;
    }

    /** The value of {@code model}; null if it is not there, or no string. */
    @Nullable
    ModelField model() {
        return model;
    }

    /** Whether the value of the last {@code stream} is true. */
    boolean streamed() {
        return streamed;
    }

    /** Whether the body is an object that is closed, with nothing behind it. */
    boolean isWhole() {
        return closed;
    }

    /** The value of the last {@code usage} that is an object; null if there is none. */
    @Nullable
    JsonObject usage() {
        return usageEnd < 0 ? null : JsonText.object(body, usageStart, usageEnd - usageStart);
    }

    private void scan() {
        int depth = 0;
        boolean keyComes = false;
        while (position < body.length) {
            switch (body[position]) {
                case '"' -> {
                    int start = position;
                    skipString();
                    if (keyComes) {
                        keyComes = false;
                        key(start, position);
                    }
                    continue;
                }
                case '{', '[' -> keyComes = ++depth == 1;
                case '}', ']' -> {
                    depth--;
                    if (depth == 1 && usageStart >= 0 && usageEnd < 0) {
                        usageEnd = position + 1;
                    }
                    if (depth == 0) {
                        position++;
                        skipBlanks();
                        closed = position == body.length;
                        return;
                    }
                }
                case ',' -> keyComes = depth == 1;
                default -> {}
            }
            position++;
        }
    }

    /** After a key of the top level: looks at its value if it is one of those that are read. */
    private void key(int start, int end) {
        String key = end - start > MAX_KEY_BYTES ? null : text(start, end);
        if (key == null) {
            return;
        }
        boolean isModel = key.toLowerCase(Locale.ROOT).equals("model");
        models += isModel ? 1 : 0;
        skipBlanks();
        if (!at(':')) {
            return;
        }
        position++;
        skipBlanks();
        if (key.equals("usage") && at('{')) {
            usageStart = position;
            usageEnd = -1;
        } else if (key.equals("stream")) {
            streamed = startsWithTrue();
        } else if (isModel && key.equals("model") && at('"')) {
            int value = position;
            skipString();
            String name = text(value, position);
            model = name == null ? null : new ModelField(name, value, position);
        }
    }

    private boolean at(char c) {
        return position < body.length && body[position] == c;
    }

    private boolean startsWithTrue() {
        for (int i = 0; i < TRUE.length; i++) {
            if (position + i >= body.length || body[position + i] != TRUE[i]) {
                return false;
            }
        }
        return true;
    }

    private void skipBlanks() {
        while (at(' ') || at('\t') || at('\n') || at('\r')) {
            position++;
        }
    }

    /** From a quotation mark to behind the one that ends the string, or to the end of the body. */
    private void skipString() {
        byte[] bytes = body;
        int at = position + 1;
        // Nearly all of a body is in strings, so eight bytes are looked at together.
        while (at <= bytes.length - Long.BYTES) {
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
        while (at < bytes.length && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        position = Math.min(at + 1, bytes.length);
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
    private @Nullable String text(int start, int end) {
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
