package dev.ccproxy.messages;

/** A provider has ended a stream with an error. */
public final class MessageErrorException extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String body;

    /**
     * With the error as the provider wrote it.
     *
     * @param status the one that it stands for
     * @param body as the body of a response would have it
     */
    public MessageErrorException(int status, String body) {
        super(body, null, false, false);
        this.status = status;
        this.body = body;
    }

    /** The status that it stands for. */
    public int status() {
        return status;
    }

    /** As the body of a response would have it. */
    public String body() {
        return body;
    }
}
