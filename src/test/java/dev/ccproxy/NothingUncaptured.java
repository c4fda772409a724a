package dev.ccproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails each test in whose time a warning or worse of the program's was logged that no {@link Logged} captures. JUnit
 * finds it by {@code META-INF/services}. Classes of tests run side by side: the message has the line, to which its
 * test is to be found; the others that fail with it have nothing to mend.
 */
public final class NothingUncaptured implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    static final List<Logged> CAPTURES = new CopyOnWriteArrayList<>();

    private static final Namespace NAMESPACE = Namespace.create(NothingUncaptured.class);

    private static final List<String> UNCAPTURED = new CopyOnWriteArrayList<>();

    /** Held, because the JVM forgets a logger that nobody holds, and its handlers. */
    private static final Logger PROGRAM = Logger.getLogger("dev.ccproxy");

    static {
        PROGRAM.setUseParentHandlers(false);
        PROGRAM.addHandler(new Sorter());
    }

    /** For JUnit. */
    public NothingUncaptured() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put("told", new AtomicInteger(UNCAPTURED.size()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    private void check(ExtensionContext context) {
        AtomicInteger told = context.getStore(NAMESPACE).get("told", AtomicInteger.class);
        int now = UNCAPTURED.size();
        assertThat(UNCAPTURED.subList(told.getAndSet(now), now))
                .as("warnings that no test captures (Logged)")
                .isEmpty();
    }

    /** Gives a line to those who capture it, else to the console. */
    private static final class Sorter extends Handler {

        @Override
        public void publish(LogRecord entry) {
            boolean captured = false;
            for (Logged capture : CAPTURES) {
                captured |= capture.take(entry);
            }
            if (captured) {
                return;
            }
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                UNCAPTURED.add(entry.getLoggerName() + ": " + entry.getMessage());
            }
            for (Handler console : Logger.getLogger("").getHandlers()) {
                console.publish(entry);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
