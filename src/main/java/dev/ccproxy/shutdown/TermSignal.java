package dev.ccproxy.shutdown;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM, handled before the JVM handles it: a shutdown hook of the JVM's would run beside those of the server.
 * {@code sun.misc.Signal} has no successor (JEP 260) and javac's warning about it cannot be suppressed, hence
 * reflection.
 */
final class TermSignal implements AutoCloseable {

    private static final Logger LOG = System.getLogger(TermSignal.class.getName());

    private final AtomicBoolean arrived = new AtomicBoolean();
    private final Runnable first;
    private final Object term;

    /** {@code static SignalHandler handle(Signal, SignalHandler)}: returns the former handler. */
    private final Method setHandler;

    /** {@code void handle(Signal)} of {@code SignalHandler}. */
    private final Method callHandler;

    private final Object ours;
    private final Object former;

    private TermSignal(Runnable first) throws ReflectiveOperationException {
        this.first = first;
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        setHandler = signal.getMethod("handle", signal, handler);
        callHandler = handler.getMethod("handle", signal);
        term = signal.getConstructor(String.class).newInstance("TERM");
        ours = Proxy.newProxyInstance(
                TermSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                    // All other methods that reach a proxy are those of Object.
                    return method.equals(callHandler) ? arrive() : method.invoke(this, arguments);
                });
        former = set(ours);
    }

    /**
     * From now on SIGTERM runs this first, then its former handler; null, and a line in the log, if that is impossible.
     */
    static @Nullable TermSignal handle(Runnable first) {
        try {
            return new TermSignal(first);
        } catch (ReflectiveOperationException e) {
            // A JVM without the module jdk.unsupported; or one with -Xrs, which leaves no signal to Java.
            LOG.log(
                    Level.WARNING,
                    "ccproxy.shutdown.drain has no effect, because this JVM does not let Java handle SIGTERM;"
                            + " set it to 0s, or start the JVM without -Xrs");
            return null;
        }
    }

    /** Runs in a thread of its own for each signal; a second signal is passed on at once. */
    private @Nullable Object arrive() throws ReflectiveOperationException {
        if (!arrived.getAndSet(true)) {
            first.run();
        }
        return callHandler.invoke(former, term);
    }

    private Object set(Object handler) throws ReflectiveOperationException {
        return Objects.requireNonNull(setHandler.invoke(null, term, handler));
    }

    /** Gives the signal back, unless another handler has replaced ours since; that one still passes it on to us. */
    @Override
    public void close() {
        arrived.set(true);
        try {
            Object current = set(former);
            if (current != ours) {
                set(current);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
