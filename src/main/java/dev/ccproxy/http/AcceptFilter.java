package dev.ccproxy.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a client that accepts nothing of what a resource {@link Produces}: 406, after authentication. It takes the
 * place of JAX-RS's own choice, in which the two servers differ.
 */
@Provider
@Priority(Priorities.HEADER_DECORATOR)
public class AcceptFilter implements ContainerRequestFilter {

    @Context
    private ResourceInfo resource;

    public AcceptFilter() {}

    @Override
    public void filter(ContainerRequestContext context) {
        Accept accept = Accept.of(CurrentRequest.get());
        if (accept == null || context.getMethod().equals(HttpMethod.OPTIONS)) {
            return;
        }
        Produces produces = produces();
        if (produces != null && hasBody(resource.getResourceMethod())) {
            String unused = accept.best(List.of(produces.value()));
        }
    }

    /** What a method returns, or sends later. */
    private static boolean hasBody(Method method) {
        return method.getReturnType() != void.class
                || List.of(method.getParameterTypes()).contains(AsyncResponse.class);
    }

    private @Nullable Produces produces() {
        Produces ofMethod = resource.getResourceMethod().getAnnotation(Produces.class);
        return ofMethod == null ? resource.getResourceClass().getAnnotation(Produces.class) : ofMethod;
    }
}
