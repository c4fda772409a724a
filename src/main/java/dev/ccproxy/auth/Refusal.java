package dev.ccproxy.auth;

import java.util.Locale;

/** Why somebody was refused; all are the same 401 to him. */
enum Refusal {
    /** A key that is not valid, or no longer. */
    WRONG_KEY("the key is not valid"),
    /** No key, and no caller on this machine, or these need one, too. */
    NO_KEY("there is no key"),
    /** No key, and a local caller wants to change something. */
    NO_KEY_TO_CHANGE("there is no key, and to change something takes one, from this machine, too"),
    /** No key, and a header says that the request was forwarded to this machine. */
    FORWARDED("there is no key, and the request was forwarded to this machine"),
    /** No key, and the request names another host than this machine. */
    OTHER_HOST("there is no key, and the Host is not this machine's (ccproxy.allowed-hosts)"),
    /** No key, and a web page from elsewhere asks. */
    WEB_PAGE("there is no key, and a web page from elsewhere asks");

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
