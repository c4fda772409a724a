package dev.ccproxy.sse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a stream of server-sent events from its bytes, in pieces of any size (WHATWG HTML, 9.2.6). An event that is
 * larger than a bound is not told of, so that what is remembered stays small. The fields {@code id} and {@code retry} are
 * not read, because no provider's API uses them.
 */
public final class EventParser {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] EVENT = "event".getBytes(US_ASCII);
    private static final byte[] DATA = "data".getBytes(US_ASCII);

    private final int maxBytes;
    private final Set<String> withData;
    private final Consumer<Event> events;

    /** The beginning of a line whose end has not come yet. */
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private String type = "";
    private boolean hasData;

    /** A line has begun that is not at its end yet. */
    private boolean lineBegun;

    /** A field has come since the last event. */
    private boolean eventBegun;

    private boolean tooLarge;
    private boolean dropped;
    private boolean afterCarriageReturn;
    private boolean first = true;

    /**
     * A parser at the beginning of a stream.
     *
     * @param maxBytes of an event; a larger one is not told of
     * @param withData the types of events whose data is wanted; that of events without a type is, too
     * @param events told of each event when it is complete, without data if that is not wanted
     */
    public EventParser(int maxBytes, Set<String> withData, Consumer<Event> events) {
        this.maxBytes = maxBytes;
        this.withData = withData;
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
            endLine(bytes, start, position - 1);
            if (next == '\r') {
                afterCarriageReturn = position == end;
                position += position < end && bytes[position] == '\n' ? 1 : 0;
            }
            start = position;
            border = eventBegun ? border : position;
        }
        if (start < end) {
            beginLine(bytes, start, end);
        }
        return border - offset;
    }

    private void beginLine(byte[] bytes, int start, int end) {
        lineBegun = true;
        if (fits(end - start)) {
            line.write(bytes, start, end - start);
        }
    }

    private boolean fits(int more) {
        tooLarge |= line.size() + data.size() + more > maxBytes;
        return !tooLarge;
    }

    /** A line has ended, whose last part this is. */
    private void endLine(byte[] bytes, int start, int end) {
        if (!lineBegun) {
            line(bytes, start, end);
            return;
        }
        beginLine(bytes, start, end);
        lineBegun = false;
        byte[] whole = line.toByteArray();
        line.reset();
        if (tooLarge) {
            eventBegun = true;
        } else {
            line(whole, 0, whole.length);
        }
    }

    private void line(byte[] bytes, int start, int end) {
        int begin = first && startsWith(bytes, start, end, BYTE_ORDER_MARK) ? start + BYTE_ORDER_MARK.length : start;
        first = false;
        if (begin == end) {
            dispatch();
        } else if (bytes[begin] != ':') {
            // Else it is a comment, which belongs to no event.
            field(bytes, begin, end);
        }
    }

    private static boolean startsWith(byte[] bytes, int start, int end, byte[] prefix) {
        return end - start >= prefix.length
                && Arrays.equals(bytes, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private void field(byte[] bytes, int start, int end) {
        eventBegun = true;
        if (isNamed(bytes, start, end, EVENT)) {
            int value = value(bytes, start + EVENT.length, end);
            type = new String(bytes, value, end - value, UTF_8);
        } else if (isNamed(bytes, start, end, DATA)) {
            int value = value(bytes, start + DATA.length, end);
            boolean wanted = type.isEmpty() || withData.contains(type);
            if (wanted && fits(end - value + 1)) {
                if (hasData) {
                    data.write('\n');
                }
                data.write(bytes, value, end - value);
            }
            hasData = true;
        }
    }

    private static boolean isNamed(byte[] bytes, int start, int end, byte[] name) {
        return startsWith(bytes, start, end, name) && (start + name.length == end || bytes[start + name.length] == ':');
    }

    /** Where the value begins: behind the colon, if there is one, and one blank. */
    private static int value(byte[] bytes, int afterName, int end) {
        int value = Math.min(afterName + 1, end);
        return value < end && bytes[value] == ' ' ? value + 1 : value;
    }

    /** How many bytes of the event that is under way are remembered. */
    public int held() {
        return line.size() + data.size();
    }

    /** Whether an event was larger than the bound. */
    public boolean dropped() {
        return dropped;
    }

    private void dispatch() {
        dropped |= tooLarge;
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
