package dev.ccproxy.config;

/** A value that is used but never shown: it prints as a mask. */
public final class Secret {

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The secret itself, for the one place that has to send it. */
    public String reveal() {
        return value;
    }

    /** The first eight hexadecimal digits of its SHA-256 digest, by which people tell keys apart without knowing them. */
    public String label() {
        return ApiKey.of(value).label();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
