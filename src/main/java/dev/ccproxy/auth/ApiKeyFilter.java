package dev.ccproxy.auth;

import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.TellsWhy;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request pass to a JAX-RS resource only if {@link Access} admits its client, unless the resource carries
 * {@link Public}.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class ApiKeyFilter implements ContainerRequestFilter {

    @Inject
    private Access access;

    @Context
    private ResourceInfo resource;

    public ApiKeyFilter() {}

    @Override
    public void filter(ContainerRequestContext context) {
        // The servers respond to OPTIONS themselves, one of them past this filter: it says no more than any 405.
        if (!context.getMethod().equals(HttpMethod.OPTIONS) && !carries(Public.class)) {
            Client unused = access.admit(CurrentRequest.get(), carries(TellsWhy.class));
        }
    }

    private boolean carries(Class<? extends Annotation> mark) {
        return carries(resource.getResourceMethod(), mark) || carries(resource.getResourceClass(), mark);
    }

    private static boolean carries(@Nullable AnnotatedElement element, Class<? extends Annotation> mark) {
        return element != null && element.isAnnotationPresent(mark);
    }
}
