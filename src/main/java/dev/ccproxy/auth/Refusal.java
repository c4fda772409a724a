package dev.ccproxy.auth;

import java.util.Locale;

/** Why a request was refused. To the client all but {@link #WRONG_ROLE}, which is 403, are the same 401. */
enum Refusal {
    /** No presented key is known. */
    WRONG_KEY("the key is not valid"),
    /** The key was valid until its {@code expires}. */
    EXPIRED_KEY("the key has expired"),
    /** The key is valid, but its role may not do this. */
    WRONG_ROLE("the role of the key does not allow this"),
    /** No key; and the client is not on this machine, or needs a key there too. */
    NO_KEY("there is no key"),
    /** No key, and a local caller wants to change something. */
    NO_KEY_TO_CHANGE("there is no key, and to change something takes one, from this machine too"),
    /** No key, and a header says that the request was forwarded to this machine. */
    FORWARDED("there is no key, and the request was forwarded to this machine"),
    /** No key, and the request names another host than this machine. */
    OTHER_HOST("there is no key, and the Host is not this machine's (ccproxy.allowed-hosts)"),
    /** No key, and a web page of another origin sends the request. */
    WEB_PAGE("there is no key, and the request is from a web page of another origin");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** For the log. */
    String sentence() {
        return sentence;
    }

    /** For the metrics. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
