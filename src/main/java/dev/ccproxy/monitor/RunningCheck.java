package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import dev.ccproxy.upstream.CallSockets;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * One running check. At the deadline it is cut off: its sockets are closed, its call is cancelled,
 * then its thread is interrupted. If something holds the thread even then, nobody waits for it any longer.
 */
final class RunningCheck {

    private static final Logger LOG = System.getLogger(RunningCheck.class.getName());

    /** How long a check may take to end once it is cut off, and again once its thread is interrupted. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Provider provider;
    private final Supplier<Duration> clock;
    private final CheckRecorder recorder;
    private final ProviderRequest request;
    private final CallSockets sockets = new CallSockets(Body.MAX_BYTES);
    private final Runnable atOutOfMemory;
    private final FutureTask<CheckResult> task;
    private @Nullable Thread thread;
    private volatile @Nullable Call call;
    private volatile boolean overdue;
    private boolean hangLogged;

    /** With what to do when the check ends, before its result is seen, and what to do when memory or threads ran out. */
    RunningCheck(
            Provider provider,
            Supplier<Duration> clock,
            CheckRecorder recorder,
            ProviderRequest request,
            Runnable atEnd,
            Runnable atOutOfMemory) {
        this.provider = provider;
        this.clock = clock;
        this.recorder = recorder;
        this.request = request;
        this.atOutOfMemory = atOutOfMemory;
        task = new FutureTask<>(() -> {
            setThread(Thread.currentThread());
            try {
                return check();
            } finally {
                setThread(null);
                atEnd.run();
            }
        });
    }

    void start(Executor threads) {
        threads.execute(task);
    }

    private synchronized void setThread(@Nullable Thread current) {
        thread = current;
    }

    /** The result; if there is none in time, how far the check came. */
    CheckResult await(Duration timeout) {
        try {
            return await(task, timeout);
        } catch (TimeoutException e) {
            cutOff();
        }
        try {
            return await(task, GRACE);
        } catch (TimeoutException e) {
            interrupt();
        }
        try {
            return await(task, GRACE);
        } catch (TimeoutException e) {
            logHang();
            return result(FailureDiagnosis.ofCutOff(recorder.phase(), isProxied()), recorder.tls());
        }
    }

    private CheckResult await(FutureTask<CheckResult> found, Duration limit) throws TimeoutException {
        try {
            return found.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // The monitor is stopping, and takes no more results.
            cutOff();
            interrupt();
            Thread.currentThread().interrupt();
            return result(FailureDiagnosis.ofCutOff(recorder.phase(), isProxied()), recorder.tls());
        } catch (ExecutionException e) {
            LOG.log(Level.ERROR, () -> "The check of " + provider.name() + " failed unexpectedly", e);
            return result(new Diagnosis(Reason.CHECK_FAILED, "unexpected error, see the log"), recorder.tls());
        }
    }

    /** Ends every wait for a socket. */
    void cutOff() {
        overdue = true;
        sockets.close();
        Call sent = call;
        if (sent != null) {
            sent.cancel();
        }
    }

    /** Ends every other wait. Never interrupts what the thread does after this check. */
    private synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void logHang() {
        if (!hangLogged && thread != null) {
            hangLogged = true;
            StackTraceElement[] stack = thread.getStackTrace();
            LOG.log(
                    Level.WARNING,
                    () -> "The check of " + provider.name() + " hangs beyond its deadline, in phase " + recorder.phase()
                            + (stack.length == 0 ? "" : " at " + stack[0])
                            + "; this provider is not checked again until it ends");
        }
    }

    private CheckResult check() {
        try {
            return request.send(sockets, started -> call = started);
        } catch (Exception | OutOfMemoryError | LinkageError e) {
            // Kotlin has no checked exceptions: OkHttp may throw any, such as an InterruptedException.
            return failed(e);
        } finally {
            recorder.forgetSession();
            sockets.close();
        }
    }

    private CheckResult failed(Throwable thrown) {
        recorder.addFailedConnectionsTo(thrown);
        if (Causes.all(thrown).stream().anyMatch(OutOfMemoryError.class::isInstance)) {
            atOutOfMemory.run();
        }
        LOG.log(Level.DEBUG, () -> "Check of " + provider.name() + " failed: " + Causes.shown(thrown, request::masked));
        List<X509Certificate> rejected = Causes.rejectedChain(thrown);
        Tls tls =
                recorder.tls() == null && !rejected.isEmpty() ? Tls.of(null, rejected, Instant.now()) : recorder.tls();
        Diagnosis diagnosis = new FailureDiagnosis(
                        thrown, recorder.phase(), isProxied(), overdue, isPlain() && sockets.receivedOtherThanHttp())
                .diagnose();
        return result(
                diagnosis.reason() == Reason.TLS_EXPIRED && tls != null
                        ? new Diagnosis(Reason.TLS_EXPIRED, tls.expiry())
                        : diagnosis,
                tls);
    }

    private boolean isProxied() {
        return provider.settings().proxy() != null;
    }

    private boolean isPlain() {
        return provider.checkedUrl().getScheme().equalsIgnoreCase("http");
    }

    private CheckResult result(Diagnosis diagnosis, @Nullable Tls tls) {
        Duration end = clock.get();
        return new CheckResult(
                provider,
                diagnosis.reason(),
                diagnosis.detail(),
                end,
                recorder.phase(),
                recorder.latency(end),
                recorder.status(),
                tls,
                null);
    }
}
