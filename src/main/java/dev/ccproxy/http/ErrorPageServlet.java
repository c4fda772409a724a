package dev.ccproxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Makes the error answer of whatever ends a request outside JAX-RS, in place of the server's page. */
@WebServlet("/error")
public class ErrorPageServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = System.getLogger(ErrorPageServlet.class.getName());

    /** For the container. */
    public ErrorPageServlet() {}

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Without the attribute somebody asks for the page itself, of which there is none.
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? code
                : ErrorType.NOT_FOUND.status();
        if (status >= 500 && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
            LOG.log(Level.ERROR, () -> "Request " + RequestId.of(request) + " failed", thrown);
        }
        ErrorType type = ErrorType.ofStatus(status);
        byte[] body =
                JsonbResolver.JSONB.toJson(ErrorBody.of(type, type.message())).getBytes(UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        ResponseHeaders.set(request, status, null, response::setHeader);
        response.getOutputStream().write(body);
    }
}
