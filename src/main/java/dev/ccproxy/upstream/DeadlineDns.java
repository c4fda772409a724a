package dev.ccproxy.upstream;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/** Name lookup with a deadline, which the JVM's own does not have. */
final class DeadlineDns implements Dns {

    private final Dns platform;
    private final TimeLimiter<List<InetAddress>> limiter;
    private final Duration limit;

    DeadlineDns(Dns platform, TimeLimiter<List<InetAddress>> limiter, Duration limit) {
        this.platform = platform;
        this.limiter = limiter;
        this.limit = limit;
    }

    @Override
    public List<InetAddress> lookup(String name) throws UnknownHostException {
        try {
            return limiter.call(name, () -> platform.lookup(name), limit);
        } catch (ExecutionException e) {
            throw unknown(name, canOpenSockets() ? e : noSockets(e));
        } catch (TimeoutException e) {
            throw unknown(name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(name, e);
        }
    }

    /** Without a free file descriptor, the JVM says "unknown host" as it does of a name that does not exist. */
    private static boolean canOpenSockets() {
        try (DatagramSocket probe = new DatagramSocket(null)) {
            return !probe.isBound();
        } catch (SocketException e) {
            return false;
        }
    }

    private static LocalFailureException noSockets(ExecutionException e) {
        return new LocalFailureException("no socket can be opened to ask a name server", e);
    }

    private static UnknownHostException unknown(String name, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(name);
        unknown.initCause(cause);
        return unknown;
    }
}
