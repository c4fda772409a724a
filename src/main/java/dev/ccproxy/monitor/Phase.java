package dev.ccproxy.monitor;

import java.util.Locale;

/** How far a check has come; if the deadline cuts it off, the phase gives the reason. */
public enum Phase {
    /** Before anything is sent: reading the trust store and the key. */
    PREPARATION(Reason.CHECK_FAILED),
    /** The name lookup. */
    DNS(Reason.DNS_FAILURE),
    /** The connection, including a proxy's tunnel. */
    CONNECT(Reason.CONNECT_TIMEOUT),
    /** The TLS handshake. */
    TLS(Reason.RESPONSE_TIMEOUT),
    /** From the request to the end of the response. */
    RESPONSE(Reason.RESPONSE_TIMEOUT);

    private final Reason cutOff;

    Phase(Reason cutOff) {
        this.cutOff = cutOff;
    }

    /** The reason when a check is cut off in this phase. */
    Reason cutOff() {
        return cutOff;
    }

    /** The phase as it is written in logs, such as {@code connect}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
