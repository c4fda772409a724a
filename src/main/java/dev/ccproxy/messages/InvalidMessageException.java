package dev.ccproxy.messages;

/** What a provider has sent is no message, or none that can be told in the Messages API. */
public final class InvalidMessageException extends Exception {

    private static final long serialVersionUID = 1;

    /** With what it has done, as in "The provider x …". */
    public InvalidMessageException(String what) {
        super(what);
    }
}
