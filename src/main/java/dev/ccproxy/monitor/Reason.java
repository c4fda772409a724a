package dev.ccproxy.monitor;

import java.util.Locale;

/**
 * Why a provider is in its state: a closed list, each reason belongs to one state. Of several reasons for which it is
 * degraded, the later one here counts.
 */
public enum Reason {
    /** No check has finished yet, or its check is off. */
    NOT_CHECKED(State.UNKNOWN),
    /** The last result is older than 3 intervals and 2 timeouts. */
    STALE(State.UNKNOWN),
    /** This machine cannot make the check: no descriptor, thread or memory is left, no trust store, no key file in time. */
    CHECK_FAILED(State.UNKNOWN),
    /** It answered as it should. */
    OK(State.UP),
    /** It answered later than {@code ccproxy.check.slow-after}. */
    SLOW(State.DEGRADED),
    /** A certificate of its chain runs out within 14 days, or within a third of its lifetime where that is less. */
    CERTIFICATE_EXPIRING(State.DEGRADED),
    /** It answered 429: too many requests with this key. */
    RATE_LIMITED(State.DEGRADED),
    /** It answered with a status of 500 to 599. */
    SERVER_ERROR(State.DEGRADED),
    /** It answered the question for its models with none, a redirect, or a refusal that has no reason of its own. */
    CLIENT_ERROR(State.DEGRADED),
    /** Its models are to be asked for, and there is no key to ask with. */
    KEY_MISSING(State.DOWN),
    /** It does not accept the key. */
    KEY_REJECTED(State.DOWN),
    /** It accepts the key, and there is no money or quota left behind it. */
    QUOTA_EXCEEDED(State.DOWN),
    /** Its name was not found, or not in time. */
    DNS_FAILURE(State.DOWN),
    /** Its address refuses connections on that port. */
    CONNECTION_REFUSED(State.DOWN),
    /** No connection in time. */
    CONNECT_TIMEOUT(State.DOWN),
    /** No way to its address, or the connection broke off. */
    CONNECTION_FAILED(State.DOWN),
    /** Its certificate was not issued by anybody who is trusted. */
    TLS_UNTRUSTED(State.DOWN),
    /** A certificate of its chain has run out. */
    TLS_EXPIRED(State.DOWN),
    /** A certificate of its chain is not valid yet, or this machine's clock is behind. */
    TLS_NOT_YET_VALID(State.DOWN),
    /** Its certificate is for other names. */
    TLS_HOSTNAME_MISMATCH(State.DOWN),
    /** The TLS handshake failed otherwise. */
    TLS_FAILURE(State.DOWN),
    /** Connected, but no handshake or no answer in time, or not the whole of it. */
    RESPONSE_TIMEOUT(State.DOWN),
    /** What it answered is not HTTP, or has no end. */
    PROTOCOL_ERROR(State.DOWN),
    /** The proxy on the way to it cannot be reached, refuses, or says nothing. */
    PROXY_FAILURE(State.DOWN),
    /** It is switched off by {@code ccproxy.provider.NAME.enabled}. */
    DISABLED(State.DISABLED);

    private final State state;

    Reason(State state) {
        this.state = state;
    }

    /**
     * The state that this is a reason of.
     *
     * @return exactly one
     */
    public State state() {
        return state;
    }

    /** The reason as it is written in logs and answers, such as {@code connection_refused}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
