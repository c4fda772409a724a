package dev.ccproxy.messages;

import dev.ccproxy.http.ErrorType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of an attempt that brought no whole message: one request to one provider. */
public enum Failure {
    /** No connection was established: nothing was sent. */
    CONNECT_FAILED(ErrorType.BAD_GATEWAY, true),
    /** No connection was established in time: nothing was sent. */
    CONNECT_TIMEOUT(ErrorType.TIMEOUT, true),
    /** The provider did not begin its response in time. */
    RESPONSE_TIMEOUT(ErrorType.TIMEOUT, true),
    /** The provider began its response, and then sent nothing for too long. */
    IDLE_TIMEOUT(ErrorType.TIMEOUT, true),
    /** The connection ended before the response did. */
    CUT_SHORT(ErrorType.BAD_GATEWAY, true),
    /** The response is not HTTP, or not one of the Messages API. */
    INVALID_RESPONSE(ErrorType.BAD_GATEWAY, true),
    /** The response, which is read whole before it is passed on, is larger than this program can hold. */
    RESPONSE_TOO_LARGE(ErrorType.BAD_GATEWAY, false),
    /** The provider does not accept the key that is configured for it. */
    KEY_REJECTED(ErrorType.BAD_GATEWAY, true),
    /** The money or the quota of the key that is configured for the provider is used up. */
    QUOTA_EXCEEDED(ErrorType.BAD_GATEWAY, true),
    /** 429: too many requests with the configured key. The client gets the response. */
    RATE_LIMITED(null, true),
    /** 529: the provider has too much to do. The client gets the response. */
    OVERLOADED(null, true),
    /** Any other 5xx. The client gets the response. */
    SERVER_ERROR(null, true),
    /** Any other 4xx: the provider refuses this request. The client gets the response. */
    REFUSED(null, false),
    /** The client went away. */
    CLIENT_GONE(null, false),
    /** The server stopped. */
    STOPPED(ErrorType.SERVICE, false),
    /** This machine could not do it: no memory, thread or file descriptor was left. */
    LOCAL(ErrorType.OVERLOADED, false);

    private final @Nullable ErrorType error;
    private final boolean ofProvider;

    Failure(@Nullable ErrorType error, boolean ofProvider) {
        this.error = error;
        this.ofProvider = ofProvider;
    }

    /** The error that the client gets of us; null if it gets the provider's, or if nobody is there to get one. */
    public @Nullable ErrorType error() {
        return error;
    }

    /** Whether it says something about the provider, so that its health is worth a check. */
    public boolean isOfProvider() {
        return ofProvider;
    }

    /** Whether the same request may succeed in a moment, so that the client does well to send it once more. */
    public boolean isWorthRetrying() {
        return this != KEY_REJECTED && this != QUOTA_EXCEEDED;
    }

    /** As it is written in logs, headers and metrics, such as {@code connect_failed}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
