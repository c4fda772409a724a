package dev.ccproxy.gateway;

import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.messages.TokenCount;
import java.util.List;

/** What becomes of a client's request: it is sent to a provider, or the gateway itself responds. */
sealed interface Outgoing permits ProviderRequest, Outgoing.EstimatedInput {

    /** How many tokens it may have, for a provider that cannot be asked. */
    record EstimatedInput(long tokens) implements Outgoing {

        void tell(ClientResponse client) throws ClientGoneException {
            client.also(new Header("x-ccproxy-estimated", "input_tokens"));
            client.whole(200, List.of(new Header("Content-Type", "application/json")), TokenCount.json(tokens));
        }
    }
}
