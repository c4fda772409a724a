package dev.ccproxy.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes the error response of whatever ends a request outside JAX-RS, in place of the server's page. */
public class ErrorPageServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    public ErrorPageServlet() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Without the attribute, a client has asked for the page by its own URL, at which there is nothing for clients.
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? code
                : ErrorType.NOT_FOUND.status();
        Throwable failure = status >= 500 ? (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) : null;
        ErrorResponse.ofStatus(status, failure).write(RequestInfo.of(request), response);
    }
}
