package dev.ccproxy.upstream;

import java.io.IOException;

/** A call failed on this machine, before it reached anybody: this says nothing about the provider. */
public final class LocalFailureException extends IOException {

    private static final long serialVersionUID = 1;

    /** With what failed, as a clause without a full stop. */
    LocalFailureException(String what, Throwable cause) {
        super(what, cause);
    }
}
