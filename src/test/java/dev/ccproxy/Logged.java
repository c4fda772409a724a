package dev.ccproxy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a class logs during a test, which stays off the console. Classes of tests run side by side, so a test of a class
 * that others log by as well looks for its own lines.
 */
public final class Logged implements BeforeEachCallback, AfterEachCallback, AutoCloseable {

    private final String logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    private Logged(String logger) {
        this.logger = logger;
    }

    /** Captures what a class logs during each test, as a registered extension; a logger has the name of its class. */
    public static Logged by(Class<?> type) {
        return new Logged(type.getName());
    }

    /** The same from now on until it is closed. */
    public static Logged fromNowOnBy(Class<?> type) {
        Logged logged = by(type);
        NothingUncaptured.CAPTURES.add(logged);
        return logged;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        records.clear();
        NothingUncaptured.CAPTURES.add(this);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        NothingUncaptured.CAPTURES.remove(this);
    }

    boolean take(LogRecord entry) {
        boolean mine = logger.equals(entry.getLoggerName());
        if (mine) {
            records.add(entry);
        }
        return mine;
    }

    /** All that has been logged so far. */
    public List<LogRecord> records() {
        return List.copyOf(records);
    }

    /** The lines of one level. */
    public List<String> lines(Level level) {
        return records.stream()
                .filter(entry -> entry.getLevel().equals(level))
                .map(LogRecord::getMessage)
                .toList();
    }

    /** The warnings. */
    public List<String> warnings() {
        return lines(Level.WARNING);
    }
}
