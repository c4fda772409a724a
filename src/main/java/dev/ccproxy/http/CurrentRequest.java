package dev.ccproxy.http;

import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/**
 * The request that this thread serves, for what the container creates once for all requests. By {@code @Inject} it
 * would be looked up anew at each call, which was half of what a status costs beyond an empty answer; by
 * {@code @Context}, Open Liberty makes a proxy at the first request that takes half of its time.
 */
@WebListener
public class CurrentRequest implements ServletRequestListener {

    private static final ThreadLocal<HttpServletRequest> CURRENT = new ThreadLocal<>();

    /** For the container. */
    public CurrentRequest() {}

    /**
     * The request under way.
     *
     * @return the server's own
     * @throws NullPointerException where this thread serves none
     */
    public static HttpServletRequest get() {
        return Objects.requireNonNull(CURRENT.get(), "This thread serves no request");
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        CURRENT.set((HttpServletRequest) event.getServletRequest());
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        CURRENT.remove();
    }
}
