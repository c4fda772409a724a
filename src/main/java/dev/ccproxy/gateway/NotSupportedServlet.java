package dev.ccproxy.gateway;

import dev.ccproxy.auth.Client;
import dev.ccproxy.auth.ProtectedServlet;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;

/** Whatever else is below {@code /v1}: what providers' APIs have there, and this program does not. */
public class NotSupportedServlet extends ProtectedServlet {

    private static final long serialVersionUID = 1;

    private static final Set<String> OTHERS =
            Set.of(MessagesServlet.MESSAGES, MessagesServlet.COUNT_TOKENS, ModelsServlet.MODELS);

    public NotSupportedServlet() {
        super(Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
    }

    @Override
    protected void serve(
            Client client, HttpServletRequest request, HttpServletRequest wrapped, HttpServletResponse response) {
        if (OTHERS.contains(request.getServletPath() + request.getPathInfo())) {
            // While Payara Micro starts or stops the application, it does not know all of its servlets.
            throw new ErrorException(ErrorType.SERVICE);
        }
        throw new ErrorException(
                ErrorType.NOT_SUPPORTED,
                "This gateway has no such URL; it has /v1/messages, /v1/messages/count_tokens and /v1/models",
                ErrorType.NOT_SUPPORTED.code(),
                false);
    }
}
