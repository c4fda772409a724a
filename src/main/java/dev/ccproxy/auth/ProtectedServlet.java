package dev.ccproxy.auth;

import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorResponse;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.RequestInfo;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a servlet does that is no JAX-RS resource, so that no filter of JAX-RS covers it: which methods there are, who may use
 * them, and errors as JSON.
 */
public abstract class ProtectedServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final TreeSet<String> methods;

    @Inject
    private transient Access access;

    /** With the methods that it has beside OPTIONS. */
    protected ProtectedServlet(Set<String> methods) {
        this.methods = new TreeSet<>(methods);
        this.methods.add("OPTIONS");
    }

    /**
     * Serves a request of a client that may send it.
     *
     * @param request the server's own, with all its headers
     * @param wrapped what the filters have made of it, to begin asynchronous processing with
     * @throws ErrorException which becomes the response
     */
    protected abstract void serve(
            Client client, HttpServletRequest request, HttpServletRequest wrapped, HttpServletResponse response)
            throws IOException;

    @Override
    protected void service(HttpServletRequest wrapped, HttpServletResponse response) throws IOException {
        HttpServletRequest request = CurrentRequest.get();
        String method = request.getMethod();
        try {
            if (!methods.contains(method)) {
                response.setHeader("Allow", String.join(", ", methods));
                throw new ErrorException(ErrorType.METHOD_NOT_ALLOWED);
            }
            if (method.equals("OPTIONS")) {
                response.setHeader("Allow", String.join(", ", methods));
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return;
            }
            serve(access.admit(request), request, wrapped, response);
        } catch (ErrorException e) {
            // A body that is not read could be taken for the next request on this connection.
            response.setHeader("Connection", "close");
            ErrorResponse.of(e).write(RequestInfo.of(request), response);
        }
    }
}
