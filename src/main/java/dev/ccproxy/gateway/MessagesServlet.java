package dev.ccproxy.gateway;

import dev.ccproxy.auth.Client;
import dev.ccproxy.auth.ProtectedServlet;
import dev.ccproxy.usage.UsageRecord.Operation;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * {@code POST /v1/messages} and {@code POST /v1/messages/count_tokens}. A servlet, because JAX-RS resources of the two
 * servers do not stream alike. Hands the request over to the {@link Gateway}, which works on a thread of its own.
 */
public class MessagesServlet extends ProtectedServlet {

    static final String MESSAGES = "/v1/messages";
    static final String COUNT_TOKENS = "/v1/messages/count_tokens";

    private static final long serialVersionUID = 1;

    @Inject
    private transient Gateway gateway;

    public MessagesServlet() {
        super(Set.of("POST"));
    }

    @Override
    protected void serve(
            Client client, HttpServletRequest request, HttpServletRequest wrapped, HttpServletResponse response)
            throws IOException {
        Operation operation =
                request.getServletPath().equals(COUNT_TOKENS) ? Operation.COUNT_TOKENS : Operation.MESSAGES;
        gateway.serve(ClientRequest.of(request, client, operation), wrapped);
    }
}
