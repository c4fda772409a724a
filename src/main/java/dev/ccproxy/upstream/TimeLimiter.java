package dev.ccproxy.upstream;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Limits the wait for work that cannot be interrupted and may take far longer. The work runs on a thread of its own, at
 * most one per name: while it hangs, further calls with its name wait for that same work.
 */
final class TimeLimiter<T> {

    private final Executor threads;
    private final Map<String, FutureTask<T>> running = new ConcurrentHashMap<>();

    TimeLimiter(Executor threads) {
        this.threads = threads;
    }

    T call(String name, Callable<T> work, Duration limit)
            throws ExecutionException, TimeoutException, InterruptedException {
        return running.computeIfAbsent(name, n -> start(n, work)).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private FutureTask<T> start(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            try {
                return work.call();
            } finally {
                running.remove(name);
            }
        });
        threads.execute(task);
        return task;
    }
}
