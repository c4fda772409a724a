package dev.ccproxy.sse;

/**
 * One server-sent event.
 *
 * @param type its {@code event} field; {@code message} if it has none
 * @param data its {@code data} fields, joined by line feeds
 */
public record Event(String type, String data) {

    /** The type of an event without an {@code event} field. */
    public static final String DEFAULT_TYPE = "message";
}
