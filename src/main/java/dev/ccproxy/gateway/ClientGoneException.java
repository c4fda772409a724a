package dev.ccproxy.gateway;

import java.io.IOException;

/** Nothing can be sent to the client any more. */
final class ClientGoneException extends IOException {

    private static final long serialVersionUID = 1;

    ClientGoneException(Exception cause) {
        super("The client has gone", cause);
    }
}
