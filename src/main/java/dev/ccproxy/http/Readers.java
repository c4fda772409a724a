package dev.ccproxy.http;

import dev.ccproxy.http.Waiters.Waiter;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads for clients what a database has, on a few threads that nothing else waits for. */
public final class Readers {

    private static final Duration READ_WITHIN = Duration.ofSeconds(8);
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 32;

    private final String what;
    private final ThreadPoolExecutor readers;
    private final Waiters waiters;

    /**
     * Readers of one kind of thing.
     *
     * @param what as a client is told, such as {@code history}
     */
    public Readers(String what, ThreadFactory threads) {
        this(what, READ_WITHIN, threads);
    }

    Readers(String what, Duration within, ThreadFactory threads) {
        this.what = what;
        readers = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), threads);
        readers.allowCoreThreadTimeOut(true);
        waiters = new Waiters(within, threads);
    }

    /**
     * Reads something, on another thread.
     *
     * @param reading what is read, or an exception
     * @param then gets it, or the exception that ends the request: not later than after 8 s, or at the application's end
     */
    public void read(Supplier<Object> reading, Consumer<Object> then) {
        Waiter waiter = waiters.add(then);
        try {
            readers.execute(() -> read(reading, waiter));
        } catch (RejectedExecutionException e) {
            waiter.tell(new ErrorException(ErrorType.SERVICE, "Too many requests for the " + what + " at once"));
        }
    }

    /** Unless it took so long to come to this that nobody waits for it. */
    private static void read(Supplier<Object> reading, Waiter waiter) {
        if (waiter.isWaiting()) {
            waiter.tell(result(reading));
        }
    }

    private static Object result(Supplier<Object> reading) {
        try {
            return reading.get();
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            return e;
        }
    }

    /** Reads nothing more, and tells all who wait. */
    public void stop() {
        // Without an interrupt, at which H2 would close its file.
        readers.getQueue().clear();
        readers.shutdown();
        waiters.stop();
    }
}
