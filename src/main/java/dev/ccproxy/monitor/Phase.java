package dev.ccproxy.monitor;

import java.util.Locale;

/** How far a check has come; when the deadline cuts it off, its phase gives the reason. */
public enum Phase {
    /** What this machine does before it asks anybody: the key, the trust store. */
    PREPARATION(Reason.CHECK_FAILED),
    /** The lookup of the name. */
    DNS(Reason.DNS_FAILURE),
    /** The connection, a proxy's tunnel included. */
    CONNECT(Reason.CONNECT_TIMEOUT),
    /** The handshake: whoever takes a connection and never shakes hands does not respond. */
    TLS(Reason.RESPONSE_TIMEOUT),
    /** From the request to the end of the response. */
    RESPONSE(Reason.RESPONSE_TIMEOUT);

    private final Reason cutOff;

    Phase(Reason cutOff) {
        this.cutOff = cutOff;
    }

    /** Why a provider is in its state whose check was cut off in this phase. */
    Reason cutOff() {
        return cutOff;
    }

    /** The phase as it is written in logs, such as {@code connect}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
