package dev.ccproxy.monitor;

import dev.ccproxy.config.CheckSettings;
import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.Secret;
import dev.ccproxy.provider.Provider;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Providers, settings and checks for the tests of this package. */
final class Checks {

    static final String KEY = "sk-canary-of-a-provider";

    /** The deadline of a check that is to be cut off. */
    static final Duration SHORT = Duration.ofMillis(300);

    /** The deadline of a check that ends by itself. */
    static final Duration LONG = Duration.ofSeconds(10);

    /** What a machine under load may add to a deadline. */
    static final Duration SLACK = Duration.ofSeconds(1);

    static final ThreadFactory THREADS = work -> {
        Thread thread = new Thread(work, "check");
        thread.setDaemon(true);
        return thread;
    };

    private Checks() {}

    static Provider provider(String name, String baseUrl) {
        return provider(name, baseUrl, CheckMode.REACH);
    }

    static Provider provider(String name, String baseUrl, CheckMode check) {
        return new Provider(
                name,
                new ProviderSettings(URI.create(baseUrl), Format.OPENAI, true, check, new Secret(KEY), null, null));
    }

    /** A provider whose list of models is checked, with the {@link #KEY}. */
    static Provider models(String baseUrl) {
        return models(baseUrl, Format.OPENAI, new Secret(KEY));
    }

    static Provider models(String baseUrl, Format format, @Nullable Secret key) {
        return new Provider(
                "somebody", new ProviderSettings(URI.create(baseUrl), format, true, CheckMode.MODELS, key, null, null));
    }

    static CheckResult run(Provider provider, Duration timeout) {
        return run(provider, timeout, new OkHttpClient());
    }

    static CheckResult run(Provider provider, Duration timeout, OkHttpClient base) {
        return new Check(timeout(timeout), clock(), THREADS, () -> base).run(provider);
    }

    static CheckResult result(Provider provider, Reason reason, Duration at) {
        return new CheckResult(provider, reason, null, at, Phase.RESPONSE, Latency.NONE, null, null, null);
    }

    static CheckSettings timeout(Duration timeout) {
        return new CheckSettings(LONG.multipliedBy(2), timeout, LONG, 4);
    }

    static Supplier<Duration> clock() {
        long start = System.nanoTime();
        return () -> Duration.ofNanos(System.nanoTime() - start);
    }

    static Reason reason(String baseUrl, Duration timeout) {
        return reason(baseUrl, timeout, new OkHttpClient());
    }

    static Reason reason(String baseUrl, Duration timeout, OkHttpClient base) {
        return run(provider("somebody", baseUrl), timeout, base).reason();
    }
}
