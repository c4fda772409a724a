package dev.ccproxy.monitor;

/** How far a check has come; when the deadline cuts it off, its phase gives the reason. */
enum Phase {
    DNS(Reason.DNS_FAILURE),
    CONNECT(Reason.CONNECT_TIMEOUT),
    TLS(Reason.TLS_FAILURE),
    RESPONSE(Reason.RESPONSE_TIMEOUT);

    private final Reason cutOff;

    Phase(Reason cutOff) {
        this.cutOff = cutOff;
    }

    /** Why a provider is down whose check was cut off in this phase. */
    Reason cutOff() {
        return cutOff;
    }
}
