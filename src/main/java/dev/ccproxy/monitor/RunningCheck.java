package dev.ccproxy.monitor;

import dev.ccproxy.provider.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * One check that is under way, on a thread of its own, which is cut off at the deadline: its sockets are closed, its call
 * is cancelled and its thread is interrupted. Whatever may hold the thread even so, nobody waits for it any longer.
 */
final class RunningCheck {

    private static final Logger LOG = System.getLogger(RunningCheck.class.getName());

    /** How long a check that is cut off may take to tell how far it came; then its thread is interrupted, and once more. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Provider provider;
    private final Supplier<Duration> clock;
    private final CheckRecorder recorder;
    private final ProviderRequest request;
    private final CheckSockets sockets = new CheckSockets();
    private final Runnable atOutOfMemory;
    private final FutureTask<CheckResult> task;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Call call;
    private volatile boolean overdue;
    private boolean hangTold;

    /** With what is done at its end, before anybody learns of it, and where there was no memory or thread left. */
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
            try {
                return look();
            } finally {
                atEnd.run();
            }
        });
    }

    void start(ThreadFactory threads) {
        Thread started = threads.newThread(task);
        thread = started;
        started.start();
    }

    /** What it has found, or how far it came where it is not over in time. */
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
            tellOfHang();
            return result(FailureDiagnosis.ofCutOff(recorder.phase(), isProxied()), recorder.tls());
        }
    }

    private CheckResult await(FutureTask<CheckResult> found, Duration limit) throws TimeoutException {
        try {
            return found.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // The monitor stops, and takes no result any more.
            cutOff();
            interrupt();
            Thread.currentThread().interrupt();
            return result(FailureDiagnosis.ofCutOff(recorder.phase(), isProxied()), recorder.tls());
        } catch (ExecutionException e) {
            LOG.log(Level.ERROR, () -> "Check of " + provider.name() + " failed for a reason that should not exist", e);
            return result(new Diagnosis(Reason.CHECK_FAILED, "the log has the reason"), recorder.tls());
        }
    }

    /** Ends whatever it does with a socket. */
    void cutOff() {
        overdue = true;
        sockets.close();
        Call asked = call;
        if (asked != null) {
            asked.cancel();
        }
    }

    /** Ends whatever else it waits for. */
    private void interrupt() {
        Thread working = thread;
        if (working != null) {
            working.interrupt();
        }
    }

    private synchronized void tellOfHang() {
        Thread working = thread;
        if (!hangTold && working != null) {
            hangTold = true;
            StackTraceElement[] stack = working.getStackTrace();
            LOG.log(
                    Level.WARNING,
                    () -> "The check of " + provider.name() + " hangs beyond its deadline, in phase " + recorder.phase()
                            + (stack.length == 0 ? "" : " at " + stack[0])
                            + "; no other is made of this provider until it ends");
        }
    }

    private CheckResult look() {
        try {
            return request.send(sockets, started -> call = started);
        } catch (Exception | OutOfMemoryError | LinkageError e) {
            // Kotlin declares no exception: OkHttp lets any through, such as an InterruptedException.
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
