package dev.ccproxy.gateway;

import dev.ccproxy.messages.Failure;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.upstream.LocalFailureException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.util.concurrent.TimeoutException;

/** What an exception of the HTTP client means, by how far the attempt has come. */
final class AttemptDiagnosis {

    /** How far an attempt has come. */
    enum Phase {
        CONNECTING,
        SENDING,
        RECEIVING
    }

    private AttemptDiagnosis() {}

    static AttemptException of(Exception thrown, Phase phase, Provider provider) {
        if (Causes.isOf(thrown, LocalFailureException.class)) {
            return new AttemptException(Failure.LOCAL, "The gateway cannot open a connection at the moment", thrown);
        }
        boolean timeout = thrown instanceof InterruptedIOException || Causes.isOf(thrown, TimeoutException.class);
        Failure failure = switch (phase) {
            case CONNECTING -> timeout ? Failure.CONNECT_TIMEOUT : Failure.CONNECT_FAILED;
            case SENDING -> {
                if (timeout) {
                    yield Failure.RESPONSE_TIMEOUT;
                }
                yield thrown instanceof ProtocolException || !(thrown instanceof IOException)
                        ? Failure.INVALID_RESPONSE
                        : Failure.CUT_SHORT;
            }
            case RECEIVING -> timeout ? Failure.IDLE_TIMEOUT : Failure.CUT_SHORT;
        };
        return new AttemptException(failure, "The provider " + provider.name() + " " + text(failure, phase), thrown);
    }

    private static String text(Failure failure, Phase phase) {
        return switch (failure) {
            case CONNECT_TIMEOUT -> "could not be reached in time";
            case CONNECT_FAILED -> "could not be reached";
            case RESPONSE_TIMEOUT -> "did not respond in time";
            case INVALID_RESPONSE -> "sent no valid HTTP response";
            case IDLE_TIMEOUT -> "stopped sending in the middle of its response";
            default ->
                phase == Phase.SENDING
                        ? "closed the connection without a response"
                        : "closed the connection in the middle of its response";
        };
    }
}
