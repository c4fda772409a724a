package dev.ccproxy.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait for what a database has. Each is told once: the result, or that it took too long, or that the application
 * ends. The timer is the application's own: that of RESTEasy's AsyncResponse has threads which keep an undeployed
 * application.
 */
final class Waiters {

    private static final Logger LOG = System.getLogger(Waiters.class.getName());

    private final Duration limit;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<Object, Consumer<Object>> waiting = new ConcurrentHashMap<>();

    /** One who waits. */
    final class Waiter {

        private final Object ticket = new Object();
        private @Nullable Future<?> end;

        private Waiter() {}

        /** Whether nothing has been told yet. */
        boolean isWaiting() {
            return waiting.containsKey(ticket);
        }

        /** Tells the result, or an exception. */
        void tell(Object result) {
            if (end != null) {
                end.cancel(false);
            }
            Waiters.this.tell(ticket, result);
        }
    }

    /** With a bound for each, and what makes the timer's thread. */
    Waiters(Duration limit, ThreadFactory threads) {
        this.limit = limit;
        timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /**
     * Adds one.
     *
     * @param then gets the result, or an exception
     */
    synchronized Waiter add(Consumer<Object> then) {
        Waiter waiter = new Waiter();
        if (timer.isShutdown()) {
            then.accept(new ErrorException(ErrorType.SERVICE, "CCProxy is stopping"));
            return waiter;
        }
        waiting.put(waiter.ticket, then);
        waiter.end = timer.schedule(
                () -> tell(
                        waiter.ticket, new ErrorException(ErrorType.SERVICE, "The database did not respond in time")),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        return waiter;
    }

    private void tell(Object ticket, Object result) {
        Consumer<Object> waiter = waiting.remove(ticket);
        if (waiter != null) {
            waiter.accept(result);
        }
    }

    /** Tells all that the application ends. */
    void stop() {
        synchronized (this) {
            timer.shutdownNow();
        }
        for (Object ticket : List.copyOf(waiting.keySet())) {
            try {
                tell(ticket, new ErrorException(ErrorType.SERVICE, "CCProxy is stopping"));
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "Who waits for the database could not be told that the application ends", e);
            }
        }
    }
}
