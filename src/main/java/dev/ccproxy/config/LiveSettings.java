package dev.ccproxy.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * What of the configuration changes without a restart: routes, names of models and limits, in the file that {@code
 * ccproxy.config-file} names. A change counts when two looks have found the same, as a whole; while something in it is wrong,
 * or in another file that the settings name, nothing of it counts, and what was there before stays.
 */
@ApplicationScoped
public class LiveSettings {

    private static final Logger LOG = System.getLogger(LiveSettings.class.getName());

    private static final long LOOK_EVERY_SECONDS = 2;

    private static final String FROM_NEXT_START = ", which counts from the next start";

    /** How the keys begin that count without a restart. */
    private static final List<String> LIVE = List.of(
            "ccproxy.route.",
            "ccproxy.routes",
            "ccproxy.model.",
            "ccproxy.models",
            "ccproxy.limits.",
            "ccproxy.client.",
            "ccproxy.clients",
            "ccproxy.team.",
            "ccproxy.teams");

    /**
     * The last change.
     *
     * @param readAt when the settings in force were read
     * @param faults why the present content of the file is not in force; empty if it is
     * @param waiting settings that have changed and count from the next start
     * @param warnings what of that in force is probably a mistake, a sentence each
     */
    public record Change(Instant readAt, List<String> faults, List<String> waiting, List<String> warnings) {}

    private final Settings atStart;
    private final Supplier<Settings> reader;
    private volatile Change last = new Change(Instant.now(), List.of(), List.of(), List.of());
    private volatile Settings current;
    private byte @Nullable [] applied;
    private byte @Nullable [] seen;
    private Consumer<Settings> user = settings -> {};
    private Consumer<String> observer = message -> {};
    private @Nullable ScheduledExecutorService watch;

    /** For the container's proxy, which never uses it. */
    @SuppressWarnings("NullAway")
    protected LiveSettings() {
        atStart = null;
        current = null;
        reader = () -> atStart;
    }

    @Inject
    public LiveSettings(Settings settings) {
        this(settings, () -> new SettingsReader(ConfigProvider.getConfig()).read());
    }

    LiveSettings(Settings settings, Supplier<Settings> reader) {
        atStart = settings;
        current = settings;
        last = new Change(Instant.now(), List.of(), List.of(), settings.warnings());
        this.reader = reader;
    }

    /** Those in force. */
    public Settings current() {
        return current;
    }

    /** When they were read, and what of the file is not in force. */
    public Change last() {
        return last;
    }

    /**
     * Begins to look at the file, if there is one.
     *
     * @param newUser gets each new configuration, before anybody else knows of it
     * @param newObserver is told of each change, in a sentence without a full stop
     */
    public void watch(Consumer<Settings> newUser, Consumer<String> newObserver) {
        Path file = atStart.file();
        if (file == null) {
            return;
        }
        user = newUser;
        observer = newObserver;
        watch = Executors.newSingleThreadScheduledExecutor(LiveSettings::thread);
        Future<?> unused = watch.scheduleWithFixedDelay(
                () -> look(file), LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** Ends looking. */
    public void stop() {
        if (watch != null) {
            watch.shutdownNow();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(null, work, "CCProxy settings", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** Looks once. */
    synchronized void look(Path file) {
        try {
            byte[] content = KeyFile.read(file);
            boolean settled = Arrays.equals(content, seen);
            seen = content;
            if (applied == null && settled) {
                // What was read at the start may have changed before the first look.
                applied = new byte[0];
            }
            // What was wrong may be mended in another file.
            if (settled && (!Arrays.equals(content, applied) || !last.faults().isEmpty())) {
                applied = content;
                apply(reader.get());
            }
        } catch (IOException e) {
            seen = null;
            boolean unused =
                    refuse(List.of(SettingsFile.KEY + " names a file that " + e.getMessage() + FileName.of(file)));
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            // One that escaped would end the watch for good.
            if (refuse(List.of(
                    SettingsFile.KEY + " cannot be used: " + e.getClass().getSimpleName()))) {
                LOG.log(Level.ERROR, "Looking at " + SettingsFile.KEY + " failed", e);
            }
        }
    }

    private void apply(Settings read) {
        List<String> faults = new ArrayList<>(read.faults());
        read.routes()
                .forEach((name, route) -> route.targets().stream()
                        .flatMap(List::stream)
                        .map(TargetSetting::provider)
                        .filter(provider -> !atStart.providers().containsKey(provider))
                        .forEach(provider -> faults.add("ccproxy.route." + name + ".targets names the provider "
                                + provider + FROM_NEXT_START)));
        read.models().forEach((name, alias) -> {
            if (!atStart.providers().containsKey(alias.name()) && !read.routes().containsKey(alias.name())) {
                faults.add("ccproxy.model." + name + " names the provider " + alias.name() + FROM_NEXT_START);
            }
        });
        if (!faults.isEmpty()) {
            boolean unused = refuse(faults);
            return;
        }
        Settings next = atStart.with(read);
        List<String> waiting = waiting(read);
        List<String> changed = changed(current.fingerprints(), next.fingerprints()).stream()
                .filter(LiveSettings::isLive)
                .toList();
        boolean mended = !last.faults().isEmpty();
        user.accept(next);
        current = next;
        last = new Change(Instant.now(), List.of(), waiting, next.warnings());
        if (!changed.isEmpty() || mended) {
            tell(
                    Level.INFO,
                    SettingsFile.KEY + (mended ? " is good again" : " has changed") + "; in force from now on: "
                            + (changed.isEmpty() ? "nothing new" : String.join(", ", changed)));
        }
        next.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        if (!waiting.isEmpty()) {
            tell(
                    Level.WARNING,
                    SettingsFile.KEY + " has settings that count from the next start: " + String.join(", ", waiting));
        }
    }

    /** Whether these faults are others than before, and told. */
    private boolean refuse(List<String> faults) {
        if (faults.equals(last.faults())) {
            return false;
        }
        last = new Change(last.readAt(), List.copyOf(faults), last.waiting(), last.warnings());
        tell(
                Level.ERROR,
                "Of " + SettingsFile.KEY
                        + ", nothing new is in force, because something in it or in a file that the settings name is"
                        + " wrong; what was there before stays:\n  " + String.join("\n  ", faults));
        return true;
    }

    private void tell(Level level, String message) {
        LOG.log(level, message);
        observer.accept(message);
    }

    private List<String> waiting(Settings read) {
        return Stream.concat(
                        changed(atStart.fingerprints(), read.fingerprints()).stream(),
                        changed(atStart.secretFingerprints(), read.secretFingerprints()).stream())
                .filter(key -> !isLive(key))
                .sorted()
                .toList();
    }

    private static boolean isLive(String key) {
        return LIVE.stream().anyMatch(key::startsWith);
    }

    /** The keys whose values differ. */
    private static List<String> changed(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
        return List.copyOf(keys);
    }
}
