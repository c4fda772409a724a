package dev.ccproxy.messages;

/**
 * About how many tokens have come of a response that was cut, from its events and their bytes: at least one for each event
 * but those at the beginning, at most one for four bytes. What the provider had made and not sent is not in it.
 */
public final class OutputEstimate {

    private static final int BYTES_PER_TOKEN = 4;

    /** What an event has beside its text: {@code content_block_delta} twice, {@code index}, {@code type}. */
    private static final int BYTES_OF_AN_EVENT = 116;

    /** {@code message_start} and {@code content_block_start}. */
    private static final int EVENTS_WITHOUT_TEXT = 2;

    private OutputEstimate() {}

    /** Of a stream, or with no event of anything else. */
    public static long tokens(long events, long bytes) {
        long ofText = (bytes - BYTES_OF_AN_EVENT * events) / BYTES_PER_TOKEN;
        return Math.max(0, Math.max(events - EVENTS_WITHOUT_TEXT, ofText));
    }
}
