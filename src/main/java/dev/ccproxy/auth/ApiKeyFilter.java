package dev.ccproxy.auth;

import dev.ccproxy.config.Settings;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request for a protected resource pass only from a caller with a valid key or, where it only reads (GET, HEAD),
 * a local one: 401 {@code authentication_error} to everybody else. With a wrong configuration it is 503 {@code service_error} to
 * everybody, before any key is asked for.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class ApiKeyFilter implements ContainerRequestFilter {

    @Inject
    private Settings settings;

    @Inject
    private ApiKeys keys;

    @Context
    private ResourceInfo resource;

    /** For the container. */
    public ApiKeyFilter() {}

    @Override
    public void filter(ContainerRequestContext context) {
        // The servers answer OPTIONS themselves, one of them past this filter: it tells what 405 tells everybody too.
        if (context.getMethod().equals(HttpMethod.OPTIONS) || isPublic(resource)) {
            return;
        }
        if (!settings.valid()) {
            throw new ErrorException(ErrorType.SERVICE);
        }
        Map<String, List<String>> headers = context.getHeaders();
        if (!keys.admit(headers)
                && !(isSafe(context.getMethod())
                        && new LocalCaller(settings.auth()).admits(CurrentRequest.get(), headers))) {
            throw new ErrorException(ErrorType.AUTHENTICATION);
        }
    }

    /** What changes something takes a key: being local is no right to it. */
    private static boolean isSafe(String method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static boolean isPublic(ResourceInfo resource) {
        return carriesPublic(resource.getResourceMethod()) || carriesPublic(resource.getResourceClass());
    }

    private static boolean carriesPublic(@Nullable AnnotatedElement element) {
        return element != null && element.isAnnotationPresent(Public.class);
    }
}
