package dev.ccproxy.routing;

import dev.ccproxy.config.ModelAlias;
import dev.ccproxy.config.Settings;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.provider.Providers;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which provider a request goes to: that of an alias; else the one that its model names, as {@code PROVIDER,MODEL}
 * or {@code PROVIDER/MODEL}; else the one that the catalogue knows the model of; else the only one.
 */
@Dependent
public class Router {

    private final List<Provider> enabled;
    private final Map<String, ModelAlias> aliases;

    @Inject
    public Router(Providers providers, Settings settings) {
        this(providers.all(), settings.models());
    }

    Router(List<Provider> providers, Map<String, ModelAlias> aliases) {
        this.aliases = aliases;
        enabled = providers.stream()
                .filter(provider -> provider.settings().enabled())
                .toList();
    }

    /**
     * Where a request goes.
     *
     * @param model the model that the client asks for; null if it names none, which the provider then refuses
     * @throws ErrorException 404 {@code not_found_error}, which lists what may be asked for
     */
    public Target target(@Nullable String model) {
        if (model == null) {
            return enabled.isEmpty() ? refuse("No model is named") : new Target(enabled.get(0), null);
        }
        ModelAlias alias = aliases.get(model);
        if (alias != null) {
            Provider provider = find(alias.provider());
            return provider == null
                    ? refuse("The provider " + alias.provider() + " of this model is switched off")
                    : new Target(provider, alias.model());
        }
        int separator = separator(model);
        Provider named = separator < 0 ? null : find(model.substring(0, separator));
        if (named != null) {
            return new Target(named, model.substring(separator + 1));
        }
        for (Provider provider : enabled) {
            if (provider.settings().ownModels().stream().anyMatch(model::startsWith)) {
                return new Target(provider, model);
            }
        }
        if (enabled.size() == 1) {
            return new Target(enabled.get(0), model);
        }
        return refuse("No provider is known for this model");
    }

    /** The providers that a request can go to, in the configured order. */
    public List<Provider> providers() {
        return enabled;
    }

    /** The names of our own that can be asked for, in the configured order. */
    public List<String> aliases() {
        return aliases.entrySet().stream()
                .filter(alias -> enabled.stream()
                        .anyMatch(provider ->
                                provider.name().equals(alias.getValue().provider())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What a client asks for to get this model of a provider: the model's own name, where that alone leads there. */
    public String nameOf(Provider provider, String model) {
        try {
            if (target(model).equals(new Target(provider, model))) {
                return model;
            }
        } catch (ErrorException e) {
            // The model's own name leads nowhere.
        }
        // A slash would be encoded by clients that ask for one model, and many servers refuse that in a path.
        return provider.name() + "," + model;
    }

    /** Of the first comma or slash, behind which the provider's own name of the model begins; negative if there is none. */
    private static int separator(String model) {
        int comma = model.indexOf(',');
        int slash = model.indexOf('/');
        return comma < 0 || (slash >= 0 && slash < comma) ? slash : comma;
    }

    private @Nullable Provider find(String name) {
        return enabled.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private Target refuse(String why) {
        throw new ErrorException(ErrorType.NOT_FOUND, why + whatMayBeAsked());
    }

    private String whatMayBeAsked() {
        return enabled.isEmpty()
                ? "; no provider is configured"
                : "; ask for PROVIDER/MODEL, where PROVIDER is one of "
                        + enabled.stream().map(Provider::name).collect(Collectors.joining(", "))
                        + ", or for a model of GET /v1/models";
    }
}
