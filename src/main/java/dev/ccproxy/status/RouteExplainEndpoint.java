package dev.ccproxy.status;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Settings;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.Query;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.messages.MessageRequest;
import dev.ccproxy.routing.Decision;
import dev.ccproxy.routing.RoutedRequest;
import dev.ccproxy.routing.Routing;
import dev.ccproxy.routing.Target;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /status/routes/explain}: where a request would go, and why; nothing is sent. It needs an operator's key. 400
 * {@code invalid_request_error} for two models at the top level; 401 {@code authentication_error}; 403
 * {@code permission_error}; 404 {@code not_found_error} if it would go nowhere; 413 {@code request_too_large}; 503
 * {@code service_error} with an invalid configuration.
 */
@Path("/status/routes/explain")
@Produces(MediaType.APPLICATION_JSON)
public class RouteExplainEndpoint {

    @Inject
    private Routing routing;

    @Inject
    private Limiter limiter;

    @Inject
    private Budgets budgets;

    @Inject
    private Settings settings;

    public RouteExplainEndpoint() {}

    /**
     * Where it would go at this moment, as it is written: with {@code ?client=NAME} and {@code ?team=NAME} as that client's,
     * else as the caller's own.
     *
     * @param body as {@code POST /v1/messages} takes it
     */
    @POST
    public RouteExplanation explain(InputStream body) {
        HttpServletRequest servletRequest = CurrentRequest.get();
        MessageRequest message = MessageRequest.read(read(body));
        RoutedRequest request = RoutedRequest.of(client(servletRequest), message, servletRequest::getHeader);
        List<RouteExplanation.PassedOver> passedOver = new ArrayList<>();
        Decision decision = routing.router()
                .decide(request, (route, why) -> passedOver.add(new RouteExplanation.PassedOver(route, why.get())));
        Client asking = request.client();
        Predicate<Target> isAllowed = target -> limiter.allows(
                        asking, target.provider().name(), target.model())
                && budgets.allows(
                        asking, new Budgets.Destination(target.provider().name(), target.model()));
        return RouteExplanation.of(
                decision,
                passedOver,
                routing.plan(request, decision.only(isAllowed), false),
                decision.only(isAllowed.negate()));
    }

    private byte[] read(@Nullable InputStream body) {
        int max = settings.gateway().maxBody();
        byte[] bytes;
        try {
            bytes = Objects.requireNonNullElse(body, InputStream.nullInputStream())
                    .readNBytes(max + 1);
        } catch (IOException e) {
            // The server has waited in vain for the rest, or the client has gone.
            throw new ErrorException(ErrorType.INVALID_REQUEST, "The body must be as long as Content-Length says");
        }
        if (bytes.length > max) {
            throw new ErrorException(
                    ErrorType.REQUEST_TOO_LARGE,
                    "The body must have at most " + max + " bytes (ccproxy.gateway.max-body)");
        }
        return bytes;
    }

    private static Client client(HttpServletRequest request) {
        Client own = Client.of(request);
        String name = Query.value(request.getQueryString(), "client");
        String team = Query.value(request.getQueryString(), "team");
        return name == null && team == null
                ? own
                : new Client(name == null ? own.name() : name, team, own.role(), own.key());
    }
}
