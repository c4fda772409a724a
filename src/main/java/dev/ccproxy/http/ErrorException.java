package dev.ccproxy.http;

import org.jspecify.annotations.Nullable;

/** Ends a request with an error response. */
public final class ErrorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ErrorType type;
    private final long retryAfter;
    private final String code;
    private final boolean worthRetrying;

    /** An error with its usual message. */
    public ErrorException(ErrorType type) {
        this(type, type.message());
    }

    /**
     * An error with its usual message, and the time after which to come back.
     *
     * @param retryAfter in seconds; null for the usual time
     */
    public ErrorException(ErrorType type, @Nullable Long retryAfter) {
        this(type, type.message(), retryAfter, type.code(), true);
    }

    /**
     * An error with a message of its own.
     *
     * @param message what must hold or what to do, fit to be shown to the client
     */
    public ErrorException(ErrorType type, String message) {
        this(type, message, type.code(), true);
    }

    /**
     * An error of the gateway.
     *
     * @param code what exactly it is, for {@code x-ccproxy-error}
     * @param worthRetrying false if the client had better not send the same request again
     */
    public ErrorException(ErrorType type, String message, String code, boolean worthRetrying) {
        this(type, message, null, code, worthRetrying);
    }

    /**
     * An error of the gateway that ends by itself.
     *
     * @param retryAfter in seconds
     * @param code what exactly it is, for {@code x-ccproxy-error}
     */
    public ErrorException(ErrorType type, String message, long retryAfter, String code) {
        this(type, message, retryAfter, code, true);
    }

    /**
     * An error of the gateway that ends by itself, and not before.
     *
     * @param retryAfter in seconds
     * @param code what exactly it is, for {@code x-ccproxy-error}
     * @param worthRetrying false if the client had better not send the same request again before
     */
    public ErrorException(ErrorType type, String message, long retryAfter, String code, boolean worthRetrying) {
        this(type, message, Long.valueOf(retryAfter), code, worthRetrying);
    }

    private ErrorException(
            ErrorType type, String message, @Nullable Long retryAfter, String code, boolean worthRetrying) {
        // No stack trace: this is a response, not a defect, and a stranger can ask for it all day.
        super(message, null, false, false);
        this.type = type;
        this.retryAfter = retryAfter == null ? type.retryAfter() : retryAfter;
        this.code = code;
        this.worthRetrying = worthRetrying;
    }

    /** Which error. */
    public ErrorType type() {
        return type;
    }

    /** Seconds; 0 for no {@code Retry-After}. */
    long retryAfter() {
        return retryAfter;
    }

    /** What exactly it is, for {@code x-ccproxy-error}. */
    public String code() {
        return code;
    }

    boolean worthRetrying() {
        return worthRetrying;
    }
}
