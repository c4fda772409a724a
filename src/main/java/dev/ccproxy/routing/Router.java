package dev.ccproxy.routing;

import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.provider.Providers;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which provider a request goes to: the one that its model names, as {@code PROVIDER,MODEL} or
 * {@code PROVIDER/MODEL}; else the one that the catalogue knows the model of; else the only one.
 */
@Dependent
public class Router {

    private final List<Provider> enabled;
    private final List<Provider> usable;

    @Inject
    public Router(Providers providers) {
        this(providers.all());
    }

    Router(List<Provider> providers) {
        enabled = providers.stream()
                .filter(provider -> provider.settings().enabled())
                .toList();
        usable = enabled.stream()
                .filter(provider -> provider.settings().format() == Format.ANTHROPIC)
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
            return usable.isEmpty() ? refuse("No model is named") : new Target(usable.get(0), null);
        }
        int separator = separator(model);
        Provider named = separator < 0 ? null : find(model.substring(0, separator));
        if (named != null) {
            return new Target(usable(named), model.substring(separator + 1));
        }
        for (Provider provider : enabled) {
            if (provider.settings().ownModels().stream().anyMatch(model::startsWith)) {
                return new Target(usable(provider), model);
            }
        }
        if (enabled.size() == 1) {
            return new Target(usable(enabled.get(0)), model);
        }
        return refuse("No provider is known for this model");
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

    private Provider usable(Provider provider) {
        if (!usable.contains(provider)) {
            throw new ErrorException(
                    ErrorType.NOT_FOUND,
                    "The provider " + provider.name()
                            + " speaks another API than Anthropic's, which this version does not translate"
                            + whatMayBeAsked());
        }
        return provider;
    }

    private Target refuse(String why) {
        throw new ErrorException(ErrorType.NOT_FOUND, why + whatMayBeAsked());
    }

    private String whatMayBeAsked() {
        return usable.isEmpty()
                ? "; no provider of Anthropic's format is configured"
                : "; ask for PROVIDER/MODEL, where PROVIDER is one of "
                        + usable.stream().map(Provider::name).collect(Collectors.joining(", "));
    }
}
