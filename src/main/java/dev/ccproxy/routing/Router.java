package dev.ccproxy.routing;

import dev.ccproxy.config.ModelAlias;
import dev.ccproxy.config.RouteSettings;
import dev.ccproxy.config.Settings;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.provider.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a request goes: where an alias leads; else to the provider or the route that its model names, as
 * {@code NAME,MODEL} or {@code NAME/MODEL}; else by the first route whose conditions hold; else to the provider that the
 * catalogue knows the model of; else to the only one. Immutable: another configuration has another router.
 */
public final class Router {

    private final Map<String, Provider> enabled = new LinkedHashMap<>();
    private final Set<String> switchedOff = new HashSet<>();
    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final Map<String, ModelAlias> aliases;

    /** With all configured providers. */
    public Router(List<Provider> providers, Settings settings) {
        this(providers, settings.routes(), settings.models());
    }

    Router(List<Provider> providers, Map<String, RouteSettings> routes, Map<String, ModelAlias> aliases) {
        this.aliases = aliases;
        for (Provider provider : providers) {
            if (provider.settings().enabled()) {
                enabled.put(provider.name(), provider);
            } else {
                switchedOff.add(provider.name());
            }
        }
        routes.forEach((name, settings) -> this.routes.put(name, new Route(name, settings, enabled)));
    }

    /**
     * Where a request goes.
     *
     * @throws ErrorException 404 {@code not_found_error}, which lists what may be asked for
     */
    public Decision decide(RoutedRequest request) {
        return decide(request, (route, why) -> {});
    }

    /**
     * The same, told on the way.
     *
     * @param passedOver is told each route that the request does not come to, and which condition does not hold
     * @throws ErrorException 404 {@code not_found_error}, which lists what may be asked for
     */
    public Decision decide(RoutedRequest request, BiConsumer<String, Supplier<String>> passedOver) {
        String model = request.model();
        Decision named = model == null ? null : named(model);
        if (named != null) {
            return named;
        }
        for (Route route : routes.values()) {
            Condition mismatch = route.mismatch(request);
            if (mismatch == null && route.hasTargets()) {
                return route.decide(model, route.matched());
            }
            passedOver.accept(
                    route.name(),
                    () -> mismatch == null ? "all its targets are switched off" : route.describe(mismatch, request));
        }
        return byModel(model);
    }

    /** What is named outright; null if nothing is. */
    private @Nullable Decision named(String model) {
        ModelAlias alias = aliases.get(model);
        if (alias != null) {
            return find(
                    alias.name(),
                    alias.model() == null ? model : alias.model(),
                    "the alias " + model + " leads to " + alias.name());
        }
        int separator = separator(model);
        String name = separator < 0 ? "" : model.substring(0, separator);
        if (!enabled.containsKey(name) && !switchedOff.contains(name) && !routes.containsKey(name)) {
            return null;
        }
        String ofTarget = model.substring(separator + 1);
        return ofTarget.isBlank()
                ? refuse("There is no model behind the " + (routes.containsKey(name) ? "route " : "provider ") + name
                        + " in the model's name")
                : find(name, ofTarget, "the model names " + name);
    }

    private Decision find(String name, String model, String why) {
        Provider provider = enabled.get(name);
        if (provider != null) {
            return to(provider, model, why);
        }
        Route route = routes.get(name);
        return route == null || !route.hasTargets()
                ? refuse((route == null ? "The provider " + name : "Every target of the route " + name)
                        + " of this model is switched off")
                : route.decide(model, why);
    }

    private Decision byModel(@Nullable String model) {
        if (enabled.size() == 1) {
            return to(enabled.values().iterator().next(), model, "there is one provider only");
        }
        if (model == null) {
            return enabled.isEmpty()
                    ? refuse("No model is named")
                    : to(enabled.values().iterator().next(), null, "no model is named, and it is the first provider");
        }
        for (Provider provider : enabled.values()) {
            if (provider.settings().ownModels().stream().anyMatch(model::startsWith)) {
                return to(provider, model, "models with such a name are this provider's");
            }
        }
        return refuse("No provider is known for this model");
    }

    private static Decision to(Provider provider, @Nullable String model, String why) {
        return new Decision("", why, List.of(List.of(new Target(provider, model))), Map.of());
    }

    /** The providers that a request can go to, in the configured order. */
    public Collection<Provider> providers() {
        return enabled.values();
    }

    /** The names of our own that can be asked for, in the configured order. */
    public List<String> aliases() {
        List<String> leading = new ArrayList<>();
        aliases.forEach((name, alias) -> {
            Route route = routes.get(alias.name());
            if (enabled.containsKey(alias.name()) || (route != null && route.hasTargets())) {
                leading.add(name);
            }
        });
        return leading;
    }

    /**
     * What a client asks for to get this model of a provider: the model's own name, where a request that has nothing else may
     * go there by it.
     */
    public String nameOf(Provider provider, String model) {
        // A slash would be encoded by clients that ask for one model, and many servers refuse that in a path.
        return leadsTo(provider, model) ? model : provider.name() + "," + model;
    }

    private boolean leadsTo(Provider provider, String model) {
        try {
            return decide(RoutedRequest.of(model)).targets().stream()
                    .flatMap(List::stream)
                    .anyMatch(target -> target.provider() == provider && model.equals(target.model()));
        } catch (ErrorException e) {
            return false;
        }
    }

    /** Of the first comma or slash, behind which the provider's own name of the model begins; negative if there is none. */
    private static int separator(String model) {
        int comma = model.indexOf(',');
        int slash = model.indexOf('/');
        return comma < 0 || (slash >= 0 && slash < comma) ? slash : comma;
    }

    private Decision refuse(String why) {
        throw new ErrorException(ErrorType.NOT_FOUND, why + whatMayBeAsked());
    }

    private String whatMayBeAsked() {
        return enabled.isEmpty()
                ? "; no provider is configured"
                : "; ask for PROVIDER/MODEL, where PROVIDER is one of "
                        + String.join(", ", enabled.keySet())
                        + ", or for a model of GET /v1/models";
    }
}
