package dev.ccproxy.status;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;

/**
 * The response of {@code POST /status/providers/{name}/check}: the check is over once the provider's {@code checked_at}
 * is not before {@code requested_at}.
 *
 * @param provider its name
 * @param requestedAt when the request came, ISO 8601 in UTC, to the millisecond
 * @param statusUrl the path of the provider's status, which will have the result
 */
@JsonbPropertyOrder({"provider", "requestedAt", "statusUrl"})
public record RequestedCheck(String provider, Instant requestedAt, String statusUrl) {}
