package dev.ccproxy.history;

import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Responds with the history when it is there, and waits for it on no thread of the server's. */
final class HistoryResponse {

    private static final int TIMEOUT_SECONDS = 8;

    private HistoryResponse() {}

    /** Of one provider, or of all. */
    static void send(History history, @Nullable String provider, AsyncResponse response) {
        response.setTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        response.setTimeoutHandler(late ->
                late.resume((Throwable) new ErrorException(ErrorType.SERVICE, "The database did not respond in time")));
        history.read(CurrentRequest.get().getQueryString(), provider, result -> {
            if (result instanceof Throwable failure) {
                response.resume(failure);
            } else {
                response.resume(result);
            }
        });
    }
}
