package dev.ccproxy.gateway;

import dev.ccproxy.auth.Access;
import dev.ccproxy.auth.Client;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorResponse;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.RequestInfo;
import dev.ccproxy.usage.UsageRecord.Operation;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code POST /v1/messages} and {@code POST /v1/messages/count_tokens}. A servlet, because JAX-RS resources of the two
 * servers do not stream alike. Admits the client, and hands the request over to the {@link Gateway}, which works on a thread
 * of its own.
 */
@WebServlet(
        urlPatterns = {MessagesServlet.MESSAGES, MessagesServlet.COUNT_TOKENS},
        asyncSupported = true)
public class MessagesServlet extends HttpServlet {

    static final String MESSAGES = "/v1/messages";
    static final String COUNT_TOKENS = "/v1/messages/count_tokens";

    private static final long serialVersionUID = 1;

    @Inject
    private transient Access access;

    @Inject
    private transient Gateway gateway;

    public MessagesServlet() {}

    @Override
    protected void service(HttpServletRequest wrapped, HttpServletResponse response) throws IOException {
        HttpServletRequest request = CurrentRequest.get();
        try {
            switch (request.getMethod()) {
                case "POST" -> accept(access.admit(request), request, wrapped);
                case "OPTIONS" -> {
                    response.setHeader("Allow", "OPTIONS, POST");
                    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                }
                default -> {
                    response.setHeader("Allow", "OPTIONS, POST");
                    throw new ErrorException(ErrorType.METHOD_NOT_ALLOWED);
                }
            }
        } catch (ErrorException e) {
            // The body is not read: what comes after it on this connection could be anything.
            response.setHeader("Connection", "close");
            ErrorResponse.of(e).write(RequestInfo.of(request), response);
        }
    }

    private void accept(Client client, HttpServletRequest request, HttpServletRequest wrapped) throws IOException {
        Operation operation =
                request.getServletPath().equals(COUNT_TOKENS) ? Operation.COUNT_TOKENS : Operation.MESSAGES;
        gateway.serve(ClientRequest.of(request, client, operation), wrapped);
    }
}
