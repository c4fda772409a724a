package dev.ccproxy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.messages.ErrorBody;
import dev.ccproxy.messages.MessageProgress;
import java.io.IOException;

/** Brings a provider's response to the client: a stream event by event, anything else once it is whole. */
final class Relay {

    private final ProviderResponse response;
    private final MessageProgress progress;
    private final MemoryBudget.Share memory;
    private final ClientResponse client;

    Relay(ProviderResponse response, MessageProgress progress, MemoryBudget.Share memory, ClientResponse client) {
        this.response = response;
        this.progress = progress;
        this.memory = memory;
        this.client = client;
    }

    /**
     * Passes the response on.
     *
     * @throws AttemptException if it is an error, or not one of the Messages API
     * @throws ClientGoneException if the client takes no more
     * @throws IOException if the provider's connection ends before the response does
     */
    void run() throws AttemptException, IOException {
        int status = response.status();
        if (status >= 400) {
            throw ProviderError.of(response, response.whole(memory)).untold();
        }
        if (status < 200 || status >= 300) {
            throw response.invalid("responded with status " + status);
        }
        if (response.isEventStream()) {
            new StreamRelay(response, progress, client).run();
        } else {
            whole();
        }
    }

    private void whole() throws AttemptException, IOException {
        byte[] body = response.whole(memory);
        byte[] readable = response.readable(body);
        if (ErrorBody.isError(readable)) {
            // Some gateways say 200 to everything.
            throw ProviderError.of(response, new String(readable, UTF_8)).untold();
        }
        progress.whole(readable);
        if (client.begun()) {
            throw response.invalid("sent no stream, although one was asked for");
        }
        if (!progress.complete() && !response.isUnreadable()) {
            throw response.invalid("sent no whole JSON object");
        }
        client.whole(response.status(), ForwardedHeaders.toClient(response.headers()), body);
    }
}
