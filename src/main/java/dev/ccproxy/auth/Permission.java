package dev.ccproxy.auth;

import dev.ccproxy.config.Role;
import dev.ccproxy.http.RequestInfo;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/** What a request needs the right to. */
enum Permission {
    /** To read the status: any role. */
    READ("any role"),
    /** To use {@code /v1}: clients and operators. */
    GATEWAY("role client or operator"),
    /** To change something, which is whatever is neither of the others: operators. */
    CHANGE("role operator");

    private final String needed;

    Permission(String needed) {
        this.needed = needed;
    }

    /** By the path that the server has decoded and found the resource by, not by the one that the client has written. */
    static Permission of(HttpServletRequest request) {
        String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
        if (path.contains("/.") || path.contains("//")) {
            // Servers resolve these before they look for a resource (Servlet 6.0, 3.5.2); one that did not could mean
            // another.
            return CHANGE;
        }
        if (RequestInfo.isBelowV1(path)) {
            return GATEWAY;
        }
        String method = request.getMethod();
        return method.equals("GET") || method.equals("HEAD") ? READ : CHANGE;
    }

    boolean isGrantedTo(Role role) {
        return switch (this) {
            case READ -> true;
            case GATEWAY -> role != Role.MONITOR;
            case CHANGE -> role == Role.OPERATOR;
        };
    }

    /** For the client that has a key of another role. */
    String refusal(Role role) {
        return "This needs a key with " + needed + "; the role of this key is " + role;
    }
}
