package dev.ccproxy.monitor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/** Name lookup with a deadline, which the platform's own does not have. */
final class Lookup implements Dns {

    private final Dns platform;
    private final TimeLimiter<List<InetAddress>> limiter;
    private final Duration limit;

    Lookup(Dns platform, TimeLimiter<List<InetAddress>> limiter, Duration limit) {
        this.platform = platform;
        this.limiter = limiter;
        this.limit = limit;
    }

    @Override
    public List<InetAddress> lookup(String name) throws UnknownHostException {
        try {
            return limiter.call(name, () -> platform.lookup(name), limit);
        } catch (ExecutionException | TimeoutException e) {
            throw unknown(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(name, e);
        }
    }

    private static UnknownHostException unknown(String name, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(name);
        unknown.initCause(cause);
        return unknown;
    }
}
