package dev.ccproxy.messages;

import dev.ccproxy.http.ErrorType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of an attempt that brought no whole message: one request to one provider. */
public enum Failure {
    /** No connection was established: nothing was sent. */
    CONNECT_FAILED(ErrorType.BAD_GATEWAY, About.PROVIDER, Resend.FREELY),
    /** No connection was established in time: nothing was sent. */
    CONNECT_TIMEOUT(ErrorType.TIMEOUT, About.PROVIDER, Resend.FREELY),
    /** The provider did not begin its response in time. */
    RESPONSE_TIMEOUT(ErrorType.TIMEOUT, About.MODEL, Resend.ONCE),
    /** The provider began its response, and then sent nothing for too long. */
    IDLE_TIMEOUT(ErrorType.TIMEOUT, About.MODEL, Resend.ONCE),
    /** The connection ended before the response did. */
    CUT_SHORT(ErrorType.BAD_GATEWAY, About.MODEL, Resend.ONCE),
    /** The response is not HTTP, or not one of the Messages API. */
    INVALID_RESPONSE(ErrorType.BAD_GATEWAY, About.MODEL, Resend.ONCE),
    /** The response, which is read whole before it is passed on, is larger than this program can hold. */
    RESPONSE_TOO_LARGE(ErrorType.BAD_GATEWAY, About.NOTHING, Resend.NEVER),
    /** The provider does not accept the key that is configured for it. */
    KEY_REJECTED(ErrorType.BAD_GATEWAY, About.KEY, Resend.FREELY),
    /** The money or the quota of the key that is configured for the provider is used up. */
    QUOTA_EXCEEDED(ErrorType.BAD_GATEWAY, About.KEY, Resend.FREELY),
    /** 429: too many requests with the configured key. The client gets the response. */
    RATE_LIMITED(null, About.KEY_AND_MODEL, Resend.FREELY),
    /** 529: the provider has too much to do. The client gets the response. */
    OVERLOADED(null, About.MODEL, Resend.FREELY),
    /** Any other 5xx. The client gets the response. */
    SERVER_ERROR(null, About.MODEL, Resend.FREELY),
    /** Any other 4xx: the provider refuses this request. The client gets the response. */
    REFUSED(null, About.NOTHING, Resend.NEVER),
    /** The client went away. */
    CLIENT_GONE(null, About.NOTHING, Resend.NEVER),
    /** The server stopped. */
    STOPPED(ErrorType.SERVICE, About.NOTHING, Resend.NEVER),
    /** This machine could not do it: no memory, thread or file descriptor was left. */
    LOCAL(ErrorType.OVERLOADED, About.NOTHING, Resend.NEVER);

    /** What of a provider it says something about. */
    public enum About {
        /** Nothing: it is about the request, the client, or this machine. */
        NOTHING,
        /** The provider, with every model and key. */
        PROVIDER,
        /** The model, with every key. */
        MODEL,
        /** The key, with every model. */
        KEY,
        /** The key with this model. */
        KEY_AND_MODEL
    }

    /** How often the same request may be sent to somebody else. */
    public enum Resend {
        /** Nobody else would do better. */
        NEVER,
        /** The provider may have received the request, and done its work, which costs money. */
        ONCE,
        /** The provider has not received it, or has said that it does not do it. */
        FREELY
    }

    private final @Nullable ErrorType error;
    private final About about;
    private final Resend resend;

    Failure(@Nullable ErrorType error, About about, Resend resend) {
        this.error = error;
        this.about = about;
        this.resend = resend;
    }

    /** What it says something about. */
    public About about() {
        return about;
    }

    /** How often the request may be sent to somebody else, as long as the client has got nothing. */
    public Resend resend() {
        return resend;
    }

    /** The error that the client gets of us; null if it gets the provider's, or if nobody is there to get one. */
    public @Nullable ErrorType error() {
        return error;
    }

    /** Whether it says something about the provider, so that its health is worth a check. */
    public boolean isOfProvider() {
        return about != About.NOTHING;
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
