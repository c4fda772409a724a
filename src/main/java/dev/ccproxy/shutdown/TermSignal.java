package dev.ccproxy.shutdown;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM, taken before the JVM takes it: by the time that the JVM's shutdown hooks run, those of the server run, too.
 * {@code sun.misc.Signal} has no successor (JEP 260) and javac's warning of it cannot be suppressed, hence reflection.
 */
final class TermSignal implements AutoCloseable {

    private static final Logger LOG = System.getLogger(TermSignal.class.getName());

    private final AtomicBoolean arrived = new AtomicBoolean();
    private final Runnable first;
    private final Object term;

    /** {@code static SignalHandler handle(Signal, SignalHandler)}: gives back the handler before. */
    private final Method setHandler;

    /** {@code void handle(Signal)} of {@code SignalHandler}. */
    private final Method callHandler;

    private final Object ours;
    private final Object before;

    private TermSignal(Runnable first) throws ReflectiveOperationException {
        this.first = first;
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        setHandler = signal.getMethod("handle", signal, handler);
        callHandler = handler.getMethod("handle", signal);
        term = signal.getConstructor(String.class).newInstance("TERM");
        ours = Proxy.newProxyInstance(
                TermSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                    // The only other methods that a proxy is asked for are those of Object.
                    return method.equals(callHandler) ? arrive() : method.invoke(this, arguments);
                });
        before = set(ours);
    }

    /** From now on SIGTERM runs this before it goes where it went; null, and a line in the log, where that can't be. */
    static @Nullable TermSignal handle(Runnable first) {
        try {
            return new TermSignal(first);
        } catch (ReflectiveOperationException e) {
            // A JVM without the module jdk.unsupported; or one with -Xrs, which leaves no signal to Java.
            LOG.log(
                    Level.WARNING,
                    "ccproxy.shutdown.drain has no effect, because this JVM lets nobody take SIGTERM;"
                            + " set it to 0s, or start the JVM without -Xrs");
            return null;
        }
    }

    /** In a thread of its own for each signal; a second one goes on at once. */
    private @Nullable Object arrive() throws ReflectiveOperationException {
        if (!arrived.getAndSet(true)) {
            first.run();
        }
        return callHandler.invoke(before, term);
    }

    private Object set(Object handler) throws ReflectiveOperationException {
        return Objects.requireNonNull(setHandler.invoke(null, term, handler));
    }

    /** Gives the signal back, unless somebody has taken it from us, who still hands it on to us. */
    @Override
    public void close() {
        arrived.set(true);
        try {
            Object current = set(before);
            if (current != ours) {
                set(current);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
