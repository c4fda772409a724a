package dev.ccproxy.jmx;

import org.jspecify.annotations.Nullable;

/**
 * {@code dev.ccproxy:type=Provider,name=NAME}: one provider, with the values of {@code /status/providers/NAME}. What is
 * not known is null. Dates are ISO 8601 in UTC.
 */
public interface ProviderMXBean {

    String getName();

    /** {@code unknown}, {@code up}, {@code degraded}, {@code down} or {@code disabled}. */
    String getState();

    /**
     * The state as a number: -1 disabled, 0 up, 1 degraded, 2 unknown, 3 down. So {@code > 2} is down, {@code > 1} may
     * be unusable, {@code > 0} is not up. A provider that is never checked ({@code check=off}) stays unknown.
     */
    int getStateCode();

    /** Why it is in that state, such as {@code connection_refused}. */
    String getReason();

    /** When the state began. */
    String getSince();

    /** When the last check was over. */
    @Nullable
    String getCheckedAt();

    /** Seconds since the last check was over. */
    @Nullable
    Double getAgeSeconds();

    /** The name lookup of the last check, in milliseconds, as the other phases are. */
    @Nullable
    Double getDnsMs();

    @Nullable
    Double getConnectMs();

    /** The TLS handshake. */
    @Nullable
    Double getTlsMs();

    /** From the request to the end of the response's head. */
    @Nullable
    Double getFirstByteMs();

    /** The whole check. */
    @Nullable
    Double getTotalMs();

    /** The status of the provider's response. */
    @Nullable
    Integer getHttpStatus();

    /** When the first certificate of its chain expires. */
    @Nullable
    String getCertificateNotAfter();

    /** Whole days until then; negative once it has expired. */
    @Nullable
    Long getCertificateDaysLeft();

    /** How many of the last checks in a row found it down. */
    int getConsecutiveFailures();

    /** Requests of clients that were sent to it since the start. */
    long getAttempts();

    /** Those of them that failed. */
    long getFailedAttempts();

    /** In how many of those under way a client is getting its stream. */
    int getStreamsOpen();

    /** How much of it the gateway leaves alone because it has failed: models, keys, or all of it. */
    int getRests();

    /** How much longer the longest of these rests lasts; 0 without one, and while one request at a time tries it. */
    double getRestSeconds();
}
