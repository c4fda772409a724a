package dev.ccproxy.monitor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/**
 * Name lookup with a deadline. The platform's own cannot be interrupted and may take far longer, so it runs on a
 * thread of its own, one a name at the most, and a check that waits for it in vain gives up.
 */
final class Lookup implements Dns {

    private final Dns platform;
    private final Duration timeout;
    private final ThreadFactory threads;
    private final Map<String, FutureTask<List<InetAddress>>> running = new ConcurrentHashMap<>();

    Lookup(Dns platform, Duration timeout, ThreadFactory threads) {
        this.platform = platform;
        this.timeout = timeout;
        this.threads = threads;
    }

    @Override
    public List<InetAddress> lookup(String name) throws UnknownHostException {
        try {
            return running.computeIfAbsent(name, this::start).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unknown(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(name, e);
        }
    }

    private FutureTask<List<InetAddress>> start(String name) {
        FutureTask<List<InetAddress>> task = new FutureTask<>(() -> {
            try {
                return platform.lookup(name);
            } finally {
                running.remove(name);
            }
        });
        threads.newThread(task).start();
        return task;
    }

    private static UnknownHostException unknown(String name, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(name);
        unknown.initCause(cause);
        return unknown;
    }
}
