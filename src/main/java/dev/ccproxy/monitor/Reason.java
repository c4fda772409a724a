package dev.ccproxy.monitor;

import java.util.Locale;

/**
 * Why a provider is in its state; each reason belongs to one state. If several reasons for degraded hold, the last of them
 * here counts.
 */
public enum Reason {
    /** No check has ended yet, or its check is off. */
    NOT_CHECKED(State.UNKNOWN),
    /** The last result is older than 3 intervals and 2 timeouts. */
    STALE(State.UNKNOWN),
    /** This machine cannot make the check: no file descriptor, thread or memory left, or no trust store or key file in time. */
    CHECK_FAILED(State.UNKNOWN),
    /** It responded as it should. */
    OK(State.UP),
    /** It responded later than {@code ccproxy.check.slow-after}. */
    SLOW(State.DEGRADED),
    /** A certificate of its chain expires within 14 days, or within a third of its lifetime if that is less. */
    CERTIFICATE_EXPIRING(State.DEGRADED),
    /** It responded 429: too many requests with this key. */
    RATE_LIMITED(State.DEGRADED),
    /** It responded with a status of 500 to 599. */
    SERVER_ERROR(State.DEGRADED),
    /** Asked for its models, it responded without a list, with a redirect, or with a refusal that fits no other reason. */
    CLIENT_ERROR(State.DEGRADED),
    /** Its list of models is to be checked, but no key is configured. */
    KEY_MISSING(State.DOWN),
    /** It does not accept the key. */
    KEY_REJECTED(State.DOWN),
    /** It accepts the key, but the key's money or quota is used up. */
    QUOTA_EXCEEDED(State.DOWN),
    /** Its name was not found, or not in time. */
    DNS_FAILURE(State.DOWN),
    /** Its address refuses connections on that port. */
    CONNECTION_REFUSED(State.DOWN),
    /** No connection was established in time. */
    CONNECT_TIMEOUT(State.DOWN),
    /** There is no route to its address, or the connection was closed or reset. */
    CONNECTION_FAILED(State.DOWN),
    /** Its certificate was not issued by a trusted authority. */
    TLS_UNTRUSTED(State.DOWN),
    /** A certificate of its chain has expired. */
    TLS_EXPIRED(State.DOWN),
    /** A certificate of its chain is not valid yet, or this machine's clock is behind. */
    TLS_NOT_YET_VALID(State.DOWN),
    /** Its certificate is for other names. */
    TLS_HOSTNAME_MISMATCH(State.DOWN),
    /** The TLS handshake failed otherwise. */
    TLS_FAILURE(State.DOWN),
    /** Connected, but the TLS handshake or the response did not end in time. */
    RESPONSE_TIMEOUT(State.DOWN),
    /** Its response is not HTTP, or too long. */
    PROTOCOL_ERROR(State.DOWN),
    /** The company's proxy cannot be reached, refuses, or does not respond. */
    PROXY_FAILURE(State.DOWN),
    /** Switched off by {@code ccproxy.provider.NAME.enabled}. */
    DISABLED(State.DISABLED);

    private final State state;

    Reason(State state) {
        this.state = state;
    }

    /** The state that this reason leads to. */
    public State state() {
        return state;
    }

    /** The reason as it is written in logs and responses, such as {@code connection_refused}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
