package dev.ccproxy.history;

import dev.ccproxy.http.CurrentRequest;
import jakarta.ws.rs.container.AsyncResponse;
import org.jspecify.annotations.Nullable;

/** Responds with the history when it is there, and waits for it on no thread and with no timer of the server's. */
final class HistoryResponse {

    private HistoryResponse() {}

    /** Of one provider, or of all. */
    static void send(History history, @Nullable String provider, AsyncResponse response) {
        history.read(CurrentRequest.get().getQueryString(), provider, result -> {
            if (result instanceof Throwable failure) {
                response.resume(failure);
            } else {
                response.resume(result);
            }
        });
    }
}
