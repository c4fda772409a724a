package dev.ccproxy.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Reads a stream of server-sent events from its bytes, in pieces of any size (WHATWG HTML, 9.2.6). An event that is
 * larger than a bound is not told of, so that what is remembered stays small. The fields {@code id} and {@code retry} are
 * not read, because no provider's API uses them.
 */
public final class EventParser {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxBytes;
    private final Consumer<Event> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private String type = "";
    private boolean hasData;

    /** A line has begun that is not at its end yet. */
    private boolean lineBegun;

    /** A field has come since the last event. */
    private boolean eventBegun;

    private boolean tooLarge;
    private boolean afterCarriageReturn;
    private boolean first = true;

    /**
     * A parser at the beginning of a stream.
     *
     * @param maxBytes of an event; a larger one is not told of
     * @param events told of each event when it is complete
     */
    public EventParser(int maxBytes, Consumer<Event> events) {
        this.maxBytes = maxBytes;
        this.events = events;
    }

    /**
     * Takes the next piece of the stream, and tells of the events that it completes.
     *
     * @return how many bytes of the piece come before the place where the next event begins; 0 if an event is under way
     *     that began before this piece
     */
    public int feed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int border = offset;
        int start = offset;
        int position = offset;
        if (afterCarriageReturn && length > 0) {
            afterCarriageReturn = false;
            if (bytes[position] == '\n') {
                start = ++position;
                border = eventBegun ? border : position;
            }
        }
        while (position < end) {
            byte next = bytes[position++];
            if (next != '\n' && next != '\r') {
                continue;
            }
            append(bytes, start, position - 1 - start);
            endLine();
            if (next == '\r') {
                afterCarriageReturn = position == end;
                position += position < end && bytes[position] == '\n' ? 1 : 0;
            }
            start = position;
            border = eventBegun ? border : position;
        }
        append(bytes, start, end - start);
        return border - offset;
    }

    private void append(byte[] bytes, int start, int length) {
        if (length == 0) {
            return;
        }
        lineBegun = true;
        if (line.size() + data.size() + length <= maxBytes) {
            line.write(bytes, start, length);
        } else {
            tooLarge = true;
        }
    }

    private void endLine() {
        if (!lineBegun) {
            dispatch();
            return;
        }
        lineBegun = false;
        byte[] bytes = line.toByteArray();
        line.reset();
        int begin = first && startsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        first = false;
        if (begin > 0 && begin == bytes.length) {
            dispatch();
        } else {
            field(new String(bytes, begin, bytes.length - begin, UTF_8));
        }
    }

    private static boolean startsWithByteOrderMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
    }

    private void field(String text) {
        int colon = text.indexOf(':');
        if (colon == 0) {
            // A comment, which belongs to no event.
            return;
        }
        eventBegun = true;
        String name = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
        if (name.equals("event")) {
            type = value;
        } else if (name.equals("data")) {
            if (hasData) {
                data.write('\n');
            }
            data.writeBytes(value.getBytes(UTF_8));
            hasData = true;
        }
    }

    private void dispatch() {
        first = false;
        if (hasData && !tooLarge) {
            events.accept(new Event(type.isEmpty() ? Event.DEFAULT_TYPE : type, data.toString(UTF_8)));
        }
        data.reset();
        type = "";
        hasData = false;
        eventBegun = false;
        tooLarge = false;
    }
}
