package dev.ccproxy.jmx;

import org.jspecify.annotations.Nullable;

/**
 * {@code dev.ccproxy:type=Provider,name=NAME}: one provider, as {@code /status/providers/NAME} has it. What is not known
 * is null. Dates are ISO 8601 in UTC; times are of the last check, in milliseconds.
 */
public interface ProviderMXBean {

    /**
     * Its name.
     *
     * @return as it is configured
     */
    String getName();

    /**
     * Its state.
     *
     * @return {@code unknown}, {@code up}, {@code degraded}, {@code down} or {@code disabled}
     */
    String getState();

    /**
     * The same as a number: -1 disabled, 0 up, 1 degraded, 2 unknown, 3 down. So {@code > 2} is down, {@code > 1} is not
     * known to be usable, {@code > 0} is not up;
     * a provider that is never checked ({@code check=off}) is unknown for ever.
     *
     * @return -1 to 3
     */
    int getStateCode();

    /**
     * Why it is in that state.
     *
     * @return such as {@code connection_refused}
     */
    String getReason();

    /**
     * When the state began.
     *
     * @return a date
     */
    String getSince();

    /**
     * When the last check was over.
     *
     * @return a date
     */
    @Nullable
    String getCheckedAt();

    /**
     * How long ago the last check was over.
     *
     * @return seconds
     */
    @Nullable
    Double getAgeSeconds();

    /**
     * The lookup of its name.
     *
     * @return milliseconds
     */
    @Nullable
    Double getDnsMs();

    /**
     * The connection to it.
     *
     * @return milliseconds
     */
    @Nullable
    Double getConnectMs();

    /**
     * The TLS handshake.
     *
     * @return milliseconds
     */
    @Nullable
    Double getTlsMs();

    /**
     * From the request to the end of the answer's head.
     *
     * @return milliseconds
     */
    @Nullable
    Double getFirstByteMs();

    /**
     * The whole check.
     *
     * @return milliseconds
     */
    @Nullable
    Double getTotalMs();

    /**
     * The status of its answer.
     *
     * @return such as 200
     */
    @Nullable
    Integer getHttpStatus();

    /**
     * When its certificate runs out.
     *
     * @return a date
     */
    @Nullable
    String getCertificateNotAfter();

    /**
     * How long its certificate has left.
     *
     * @return whole days, negative where it has run out; null where it is not known
     */
    @Nullable
    Long getCertificateDaysLeft();

    /**
     * How many of the last checks in a row found it down.
     *
     * @return their number
     */
    int getConsecutiveFailures();
}
