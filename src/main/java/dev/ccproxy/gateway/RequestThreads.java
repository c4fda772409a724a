package dev.ccproxy.gateway;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread for each request that is under way: virtual ones if the JVM has them and does not pin them. */
final class RequestThreads {

    /** Before, a virtual thread that waits inside {@code synchronized} keeps its carrier (JEP 491). */
    private static final int FIRST_WITHOUT_PINNING = 24;

    private static final long KEEP_SECONDS = 60;

    private RequestThreads() {}

    /** Whether a thread costs next to nothing. */
    static boolean areVirtual() {
        return Runtime.version().feature() >= FIRST_WITHOUT_PINNING;
    }

    /**
     * An executor that never queues.
     *
     * @param max of platform threads; virtual ones have no bound here
     */
    static ExecutorService executor(int max, ThreadFactory platform) {
        if (!areVirtual()) {
            return new ThreadPoolExecutor(0, max, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), platform);
        }
        try {
            // This program is compiled for Java 17.
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Java " + Runtime.version() + " has no virtual threads", e);
        }
    }
}
