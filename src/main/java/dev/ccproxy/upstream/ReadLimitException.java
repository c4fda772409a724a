package dev.ccproxy.upstream;

import java.net.ProtocolException;

/** A peer has sent more than may be read from its socket. */
public final class ReadLimitException extends ProtocolException {

    private static final long serialVersionUID = 1;

    ReadLimitException(int maxBytes) {
        super("more than " + maxBytes + " bytes");
    }
}
