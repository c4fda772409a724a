package dev.ccproxy.routing;

import dev.ccproxy.provider.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Where a request may go.
 *
 * @param model what the provider is asked for; null to leave the body as it is, because it names no model
 * @param weight its share among equal targets, from 1
 */
public record Target(Provider provider, @Nullable String model, int weight) {

    Target(Provider provider, @Nullable String model) {
        this(provider, model, 1);
    }

    /** Of the longest that any provider has. */
    private static final int MAX_SHOWN = 200;

    /**
     * The model in a header or a log.
     *
     * @return empty if there is none; {@code other} for a name that no model has: it may be any text that a client has made up
     */
    public String shownModel() {
        if (model == null) {
            return "";
        }
        return isName(model) ? model : "other";
    }

    /** Whether a text could be the name of a model: at most 200 printable ASCII characters, without blanks at its ends. */
    public static boolean isName(String text) {
        return text.length() <= MAX_SHOWN
                && text.equals(text.strip())
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** As people write it, {@code PROVIDER/MODEL}, in a log. */
    public String shown() {
        return model == null ? provider.name() : provider.name() + "/" + shownModel();
    }

    /** As people write it, {@code PROVIDER/MODEL}. */
    @Override
    public String toString() {
        return model == null ? provider.name() : provider.name() + "/" + model;
    }
}
