package dev.ccproxy.gateway;

import dev.ccproxy.routing.Target;
import dev.ccproxy.usage.UsageRecord;
import org.jspecify.annotations.Nullable;

/** A line of the log for an attempt: who, what, how much and how long, and never a text of the request or the response. */
final class AccessLine {

    private AccessLine() {}

    static String of(UsageRecord record) {
        return "Request " + record.requestId() + " of client " + record.client().name() + " to provider "
                + record.provider() + ", model " + model(record.model()) + ": "
                + (record.failure() == null ? "ok" : record.failure().toString()) + ", HTTP "
                + shown(record.status()) + ", tokens in " + shown(record.usage().inputTokens())
                + ", written to the cache "
                + shown(record.usage().cacheCreationInputTokens()) + ", read from it "
                + shown(record.usage().cacheReadInputTokens()) + ", out "
                + shown(record.usage().outputTokens()) + "; first byte after "
                + (record.timeToFirstByte() == null
                        ? "-"
                        : record.timeToFirstByte().toMillis()) + " ms, end after "
                + record.duration().toMillis() + " ms, " + record.bytesSent() + " bytes"
                + (record.again() ? "; another provider may have done the same before" : "");
    }

    /** A client may have made up any text. */
    private static String model(@Nullable String name) {
        return name == null || Target.isName(name) ? shown(name) : "other";
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
