package dev.ccproxy.jmx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code dev.ccproxy:type=Gateway}: what the gateway does now, and what it has done since the start. */
public interface GatewayMXBean {

    /** Requests of clients that have no end yet. */
    int getRequestsUnderWay();

    /** Those of them whose client is getting a stream. */
    int getStreamsOpen();

    /** Pings that clients got in silent streams. */
    long getPings();

    /** Requests to providers. */
    long getAttempts();

    /** Those of them that brought no whole message, for whatever reason. */
    long getFailedAttempts();

    /** Those that ended because the client went away. */
    long getCancelledAttempts();

    /** Those that the provider cut in the middle. */
    long getCutAttempts();

    /** Those of which the provider told no tokens. */
    long getUnknownUsageAttempts();

    /** Tokens of prompts, without those that were written to a cache or read from one. */
    long getInputTokens();

    /** Tokens of responses. */
    long getOutputTokens();

    /** Tokens of prompts that were written to a cache. */
    long getCacheCreationInputTokens();

    /** Tokens of prompts that were read from a cache. */
    long getCacheReadInputTokens();

    /** Which part of all tokens of prompts was read from a cache, 0 to 1; null before there are any. */
    @Nullable
    Double getCacheHitRatio();

    /** Of the bodies of clients' responses. */
    long getSentBytes();

    /** How far clients and teams are at their limits, by kind and name. */
    List<LimitView> getLimits();

    /** How far budgets are used of which this program knows. */
    List<BudgetView> getBudgets();
}
