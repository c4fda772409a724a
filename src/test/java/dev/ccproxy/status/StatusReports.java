package dev.ccproxy.status;

import dev.ccproxy.auth.Client;
import dev.ccproxy.auth.Requests.Use;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.Role;
import dev.ccproxy.history.HistoryFigures;
import dev.ccproxy.limits.BudgetStatus;
import dev.ccproxy.limits.BudgetWindow;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.maintenance.Maintenance;
import dev.ccproxy.messages.Failure;
import dev.ccproxy.messages.Usage;
import dev.ccproxy.metrics.RequestMetrics;
import dev.ccproxy.metrics.RoutingMetrics;
import dev.ccproxy.metrics.UsageMetrics;
import dev.ccproxy.monitor.CheckResult;
import dev.ccproxy.monitor.Latency;
import dev.ccproxy.monitor.Phase;
import dev.ccproxy.monitor.Reason;
import dev.ccproxy.monitor.Snapshot;
import dev.ccproxy.monitor.Snapshots;
import dev.ccproxy.monitor.Tls;
import dev.ccproxy.monitor.WallClock;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.routing.Rests.Resting;
import dev.ccproxy.routing.Rests.What;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.LedgerFigures;
import dev.ccproxy.usage.Quotas;
import dev.ccproxy.usage.Quotas.Holder;
import dev.ccproxy.usage.UsageRecord;
import dev.ccproxy.usage.UsageRecord.Operation;
import dev.ccproxy.usage.UsageTotals;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports 100 s after a start, for the tests of formats. */
final class StatusReports {

    static final Duration NOW = Duration.ofMillis(100_250);

    private static final Duration STALE_AFTER = Duration.ofSeconds(55);
    private static final Instant ORIGIN = Instant.parse("2026-11-27T01:00:00Z");

    private static final RequestMetrics REQUESTS = new RequestMetrics(
            () -> Map.of(
                    new Client("alice", "platform", Role.CLIENT, "1a2b3c4d"), new Use(3, ORIGIN),
                    new Client("default", null, Role.OPERATOR, "5e6f7081"), new Use(0, null)),
            () -> Map.of("no_key", 2L));

    private static final UsageMetrics USAGE = usage();

    private static final RoutingMetrics ROUTING = new RoutingMetrics(
            () -> List.of(new Resting(
                    new What("anthropic", "1a2b3c4d", "claude-opus-4-8"),
                    Failure.RATE_LIMITED,
                    1,
                    Duration.ofMillis(2500))),
            () -> List.of(new Limiter.Figure("team", "platform", "requests-per-minute", 600, 42)),
            () -> List.of(new BudgetStatus(
                    new BudgetWindow(
                            "team", "platform", Budget.Unit.USD, Budget.Period.MONTH, LocalDate.parse("2026-11-01")),
                    new BigDecimal("5000"),
                    new BigDecimal("1234.56"),
                    Instant.parse("2026-12-01T00:00:00Z"))));

    private static final HistoryFigures HISTORY =
            new HistoryFigures(Map.of("24h", new TreeMap<>(Map.of("anthropic", 0.9987))), true, 0, 0);

    private static UsageMetrics usage() {
        UsageTotals totals = new UsageTotals();
        Client alice = new Client("alice", "platform", Role.CLIENT, "1a2b3c4d");
        Client bob = new Client("bob", null, Role.CLIENT, "5e6f7081");
        totals.add(attempt(alice, "claude-opus-4-8", null, new Usage(90L, 40L, 7L, 20L, null, null), 1800));
        totals.add(attempt(alice, "claude-opus-4-8", null, Usage.UNKNOWN, 700));
        totals.add(attempt(bob, "claude-haiku-4-5", null, new Usage(1L, 1L, 0L, 0L, null, null), 90));
        totals.add(attempt(bob, "claude-haiku-4-5", Failure.CUT_SHORT, new Usage(9L, 2L, 0L, 0L, null, null), 90));
        Quotas quotas = new Quotas();
        quotas.add(
                new Holder("anthropic", "1a2b3c4d"),
                Map.of(
                        "anthropic-ratelimit-requests-limit", "50",
                        "anthropic-ratelimit-requests-remaining", "49",
                        "anthropic-ratelimit-requests-reset",
                                ORIGIN.plusSeconds(60).toString()));
        Activity activity = new Activity();
        activity.requestBegins();
        activity.requestBegins();
        activity.streamBegins();
        activity.pingSent();
        return new UsageMetrics(totals, quotas, activity, () -> LEDGER);
    }

    private static UsageRecord attempt(
            Client client, String model, @Nullable Failure failure, Usage usage, long firstByteMillis) {
        return new UsageRecord(
                ORIGIN,
                client,
                "id",
                Operation.MESSAGES,
                UsageRecord.Asked.NOTHING,
                "anthropic",
                model,
                false,
                failure,
                200,
                usage,
                UsageRecord.Estimate.NONE,
                Duration.ofMillis(firstByteMillis),
                Duration.ofMillis(10 * firstByteMillis),
                1000,
                null);
    }

    private static final LedgerFigures LEDGER =
            new LedgerFigures(true, 3, 0, Map.of("platform", new BigDecimal("12.5"), "", BigDecimal.ZERO));

    private StatusReports() {}

    static Provider provider(String name, CheckMode mode) {
        return new Provider(
                name,
                new ProviderSettings(
                        URI.create("https://" + name + ".example"), Format.OPENAI, true, mode, null, null, null));
    }

    static Provider provider(String name) {
        return provider(name, CheckMode.REACH);
    }

    /** A result at 90 s, of a check of 81.873 ms. */
    static CheckResult found(Provider provider, Reason reason) {
        Latency latency = new Latency(null, Duration.ofNanos(1_832_000), null, null, Duration.ofNanos(81_873_400));
        return new CheckResult(
                provider, reason, null, Duration.ofSeconds(90), Phase.RESPONSE, latency, 200, null, null);
    }

    /** The same, over TLS with a certificate that expires 10 days after the start. */
    static CheckResult foundOverTls(Provider provider, Reason reason) {
        CheckResult found = found(provider, reason);
        Instant notAfter = ORIGIN.plus(Duration.ofDays(10));
        Tls tls = new Tls(
                "TLSv1.3",
                "CN=\"Ours\\\n\"",
                notAfter,
                notAfter,
                null,
                notAfter.minus(Duration.ofDays(5)),
                "it runs out");
        return new CheckResult(
                provider, reason, null, found.checkedAt(), found.phase(), found.latency(), 200, tls, null);
    }

    static StatusReport of(List<Provider> providers, CheckResult... results) {
        return of(new Build("0.1.0", "1bd564b0c", "2026-11-24T21:44:00Z"), providers, results);
    }

    static StatusReport in(Maintenance maintenance, List<Provider> providers, CheckResult... results) {
        StatusReport without = of(providers, results);
        return new StatusReport(
                without.status(),
                without.snapshot(),
                without.now(),
                without.wallClock(),
                maintenance,
                REQUESTS,
                USAGE,
                ROUTING,
                () -> HISTORY);
    }

    static StatusReport of(Build build, List<Provider> providers, CheckResult... results) {
        Snapshot snapshot = Snapshots.of(STALE_AFTER, providers, results);
        Status status = new Status(
                "CCProxy",
                build.version(),
                "running",
                "0h 1m 40s",
                12345,
                "127.0.0.1",
                3456,
                true,
                new Status.Providers(snapshot.count(), snapshot.active(NOW)),
                build);
        return new StatusReport(
                status,
                snapshot,
                NOW,
                new WallClock(() -> ORIGIN.plus(NOW)),
                null,
                REQUESTS,
                USAGE,
                ROUTING,
                () -> HISTORY);
    }
}
