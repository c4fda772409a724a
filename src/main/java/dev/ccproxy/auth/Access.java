package dev.ccproxy.auth;

import dev.ccproxy.config.ApiKey;
import dev.ccproxy.config.Settings;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.TellsWhy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides who sends a request and whether that client may. JAX-RS resources have {@link ApiKeyFilter}, which asks here; a
 * servlet, which no JAX-RS filter covers, calls {@link #admit(HttpServletRequest)} in its first line.
 */
@Dependent
public class Access {

    private final Settings settings;
    private final ApiKeys keys;
    private final Requests requests;

    @Inject
    public Access(Settings settings, ApiKeys keys, Requests requests) {
        this.settings = settings;
        this.keys = keys;
        this.requests = requests;
    }

    /**
     * Who asks, and whether that client may.
     *
     * @param client null if the request has no known key and is not from a local caller
     * @param refusal why the request is refused; null if it is not
     */
    private record Decision(
            @Nullable Client client, @Nullable Refusal refusal) {}

    /**
     * The client that sends a request, which {@link Client#of} gives from then on.
     *
     * @param request the server's own, with all its headers
     * @throws ErrorException 401 {@code authentication_error} without a valid key, unless a local caller only reads or, if
     *     no key is configured at all, uses {@code /v1}; 403 {@code permission_error} with a key of the wrong role; 503
     *     {@code service_error} with an invalid configuration
     */
    public Client admit(HttpServletRequest request) {
        return admit(request, false);
    }

    /** The same for a resource that may be marked with {@link TellsWhy}. */
    Client admit(HttpServletRequest request, boolean tellsWhy) {
        if (!settings.valid() && !tellsWhy) {
            throw new ErrorException(ErrorType.SERVICE);
        }
        Permission needed = Permission.of(request);
        Decision decision = decide(request, needed);
        Client client = decision.client();
        Refusal refusal = decision.refusal();
        if (!settings.valid()) {
            throw refusal == null
                    ? new ErrorException(ErrorType.SERVICE, why(settings.faults()))
                    : new ErrorException(ErrorType.SERVICE);
        }
        if (refusal != null) {
            requests.refused(refusal, client, request.getRemoteAddr());
            throw client != null && refusal == Refusal.WRONG_ROLE
                    ? new ErrorException(ErrorType.PERMISSION, needed.refusal(client.role()))
                    : new ErrorException(ErrorType.AUTHENTICATION);
        }
        Client admitted = Objects.requireNonNull(client);
        requests.admitted(admitted);
        admitted.attachTo(request);
        return admitted;
    }

    private Decision decide(HttpServletRequest request, Permission needed) {
        Map<String, List<String>> headers = Headers.of(request);
        List<byte[]> presented = PresentedKeys.of(headers);
        ApiKey key = keys.find(presented);
        if (key != null && !keys.isExpired(key)) {
            Client client = Client.of(key);
            return new Decision(client, needed.isGrantedTo(client.role()) ? null : Refusal.WRONG_ROLE);
        }
        // A local caller needs no key, so a wrong one does no harm.
        Refusal refusal = refusalWithoutKey(request, headers, needed);
        if (refusal == null) {
            return new Decision(Client.LOCAL, null);
        }
        return key != null
                ? new Decision(Client.of(key), Refusal.EXPIRED_KEY)
                : new Decision(null, presented.isEmpty() ? refusal : Refusal.WRONG_KEY);
    }

    /** Null for a local caller who only reads, or uses {@code /v1} while the configuration sets no key. */
    private @Nullable Refusal refusalWithoutKey(
            HttpServletRequest request, Map<String, List<String>> headers, Permission needed) {
        Refusal refusal = new LocalCaller(settings.auth()).refusal(request, headers);
        if (refusal != null) {
            return refusal;
        }
        return switch (needed) {
            case READ -> null;
            case GATEWAY -> settings.auth().apiKeyConfigured() ? Refusal.NO_KEY : null;
            case CHANGE -> Refusal.NO_KEY_TO_CHANGE;
        };
    }

    /** The faults hold no secret, but they tell how this is set up. */
    private static String why(List<String> faults) {
        StringBuilder why = new StringBuilder("Service temporarily unavailable: the configuration is wrong.");
        for (int i = 0; i < faults.size(); i++) {
            why.append(" (").append(i + 1).append(") ").append(faults.get(i));
        }
        return why.toString();
    }
}
