package dev.ccproxy.auth;

import dev.ccproxy.config.ApiKey;
import dev.ccproxy.config.Settings;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.TellsWhy;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request for a protected resource pass only from a caller with a valid key or, where it only reads (GET, HEAD),
 * a local one: 401 {@code authentication_error} to everybody else. With a wrong configuration it is 503
 * {@code service_error} to everybody, key or not, and where {@link TellsWhy} is, those who may ask are told why.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class ApiKeyFilter implements ContainerRequestFilter {

    @Inject
    private Settings settings;

    @Inject
    private ApiKeys keys;

    @Inject
    private Requests requests;

    @Context
    private ResourceInfo resource;

    /** For the container. */
    public ApiKeyFilter() {}

    @Override
    public void filter(ContainerRequestContext context) {
        // The servers answer OPTIONS themselves, one of them past this filter: it tells what 405 tells everybody too.
        if (context.getMethod().equals(HttpMethod.OPTIONS) || carries(Public.class)) {
            return;
        }
        if (!settings.valid() && !carries(TellsWhy.class)) {
            throw new ErrorException(ErrorType.SERVICE);
        }
        HttpServletRequest request = CurrentRequest.get();
        Map<String, List<String>> headers = context.getHeaders();
        List<byte[]> presented = PresentedKeys.of(headers);
        ApiKey key = keys.find(presented);
        Refusal refusal = key == null ? refusal(context.getMethod(), request, headers, !presented.isEmpty()) : null;
        if (!settings.valid()) {
            throw refusal == null
                    ? new ErrorException(ErrorType.SERVICE, why(settings.faults()))
                    : new ErrorException(ErrorType.SERVICE);
        }
        if (refusal != null) {
            requests.refused(refusal, request.getRemoteAddr());
            throw new ErrorException(ErrorType.AUTHENTICATION);
        }
        requests.admitted(key == null ? Requests.LOCAL : key.label());
    }

    /** Null for a local caller who only reads: what changes something takes a key, being local is no right to it. */
    private @Nullable Refusal refusal(
            String method, HttpServletRequest request, Map<String, List<String>> headers, boolean hasKey) {
        Refusal refusal = new LocalCaller(settings.auth()).refusal(request, headers);
        if (refusal == null && !isSafe(method)) {
            refusal = Refusal.NO_KEY_TO_CHANGE;
        }
        return refusal != null && hasKey ? Refusal.WRONG_KEY : refusal;
    }

    private static boolean isSafe(String method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /** The faults hold no secret, but they tell how this is set up. */
    private static String why(List<String> faults) {
        StringBuilder why = new StringBuilder("Service temporarily unavailable: the configuration is wrong.");
        for (int i = 0; i < faults.size(); i++) {
            why.append(" (").append(i + 1).append(") ").append(faults.get(i));
        }
        return why.toString();
    }

    private boolean carries(Class<? extends Annotation> mark) {
        return carries(resource.getResourceMethod(), mark) || carries(resource.getResourceClass(), mark);
    }

    private static boolean carries(@Nullable AnnotatedElement element, Class<? extends Annotation> mark) {
        return element != null && element.isAnnotationPresent(mark);
    }
}
