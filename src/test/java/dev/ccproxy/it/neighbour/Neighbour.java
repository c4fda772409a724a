package dev.ccproxy.it.neighbour;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Another application on our server, in a WAR of its own: a page at {@code /hello}, and a readiness that it is told. */
@WebServlet({"/hello", "/up", "/down", "/record"})
public class Neighbour extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final AtomicBoolean UP = new AtomicBoolean(true);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        switch (request.getServletPath()) {
            case "/up" -> UP.set(true);
            case "/down" -> UP.set(false);
            case "/record" ->
                response.getWriter().print(new Name(this).equals(new Name(null)) + " " + new Name(this).hashCode());
            default -> response.getWriter().print("hello");
        }
    }

    /** A record of this application. */
    private record Name(Neighbour value) {}

    /** Its part of the server's readiness. */
    @Readiness
    @ApplicationScoped
    public static class Check implements HealthCheck {

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("neighbour").status(UP.get()).build();
        }
    }
}
