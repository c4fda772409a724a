package dev.ccproxy.monitor;

import java.io.IOException;

/** This machine could not do its part of a check, which therefore says nothing of the provider. */
final class LocalFailureException extends IOException {

    private static final long serialVersionUID = 1;

    /** With what failed, as it goes on after "the check could not be made: ". */
    LocalFailureException(String what, Throwable cause) {
        super(what + " (" + ShownText.of(String.valueOf(cause.getMessage())) + ")", cause);
    }
}
