package dev.ccproxy.gateway;

import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.messages.TokenCount;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What becomes of a client's request: it is sent to a provider, or the gateway itself responds. */
sealed interface Outgoing permits ProviderRequest, Outgoing.EstimatedInput {

    /** How many losses are told, and how long the name of one may be, which may be the client's own. */
    int MAX_LOSSES = 50;

    int MAX_LOSS = 64;

    /** What the provider does not get of the client's request. */
    Set<String> lost();

    /** The same, as a header says it; empty if the provider gets all. */
    default String losses() {
        return lost().stream()
                .map(loss -> loss.length() <= MAX_LOSS && loss.chars().allMatch(Outgoing::isPlain) ? loss : "other")
                .distinct()
                .limit(MAX_LOSSES)
                .collect(Collectors.joining(", "));
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c <= '~' && c != ',';
    }

    /** How many tokens it may have, for a provider that cannot be asked. */
    record EstimatedInput(long tokens, Set<String> lost) implements Outgoing {

        void tell(ClientResponse client) throws ClientGoneException {
            client.also(new Header("x-ccproxy-estimated", "input_tokens"));
            client.whole(200, List.of(new Header("Content-Type", "application/json")), TokenCount.json(tokens));
        }
    }
}
