package dev.ccproxy.http;

/** Ends a request with an error answer. */
public final class ErrorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ErrorType type;

    /**
     * An error with its usual message.
     *
     * @param type which error
     */
    public ErrorException(ErrorType type) {
        // No stack trace: this is an answer, not a defect, and a stranger can ask for it all day.
        super(type.message(), null, false, false);
        this.type = type;
    }

    ErrorType type() {
        return type;
    }
}
