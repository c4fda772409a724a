package dev.ccproxy.config;

/** A value that is used and never shown: its text form is a mask. */
public final class Secret {

    private final String value;

    /**
     * Wraps a value as it was configured.
     *
     * @param value the secret itself
     */
    public Secret(String value) {
        this.value = value;
    }

    /**
     * The secret itself, for the one place that has to send it.
     *
     * @return the value as it was configured
     */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
