package dev.ccproxy.messages;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much the model is to think: what {@code thinking} and {@code output_config.effort} ask for.
 *
 * @param wanted the name of an effort, {@code none} for no thinking; null to leave it to the model
 * @param thinks whether the model thinks, as far as the request says
 * @param budget the tokens that it may think for; null if the request has no budget
 * @param path what of the request asks for it
 */
public record Effort(
        @Nullable String wanted, boolean thinks, @Nullable JsonNumber budget, String path) {

    private static final List<String> NAMES = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    /** Up to which budgets the effort is low, and medium. */
    private static final int LOW_BUDGET = 4096;

    private static final int MEDIUM_BUDGET = 16_384;

    /** That of a request. */
    public static Effort of(JsonObject message) {
        JsonObject thinking = message.get("thinking") instanceof JsonObject object ? object : null;
        String kind = thinking == null ? "" : thinking.getString("type", "");
        boolean thinks = kind.equals("enabled") || kind.equals("adaptive");
        JsonNumber budget =
                thinking != null && kind.equals("enabled") && thinking.get("budget_tokens") instanceof JsonNumber number
                        ? number
                        : null;
        boolean named = message.get("output_config") instanceof JsonObject output && output.containsKey("effort");
        return new Effort(
                wanted(message, kind, budget, named), thinks, budget, named ? "output_config.effort" : "thinking");
    }

    private static @Nullable String wanted(
            JsonObject message, String kind, @Nullable JsonNumber budget, boolean named) {
        if (kind.equals("disabled")) {
            // An effort has no meaning then, and some providers refuse both together.
            return "none";
        }
        if (named && message.get("output_config") instanceof JsonObject output) {
            String effort = output.getString("effort", "");
            if (!NAMES.contains(effort)) {
                throw Turn.refuse(
                        "output_config.effort", "must be one of " + String.join(", ", NAMES) + " for this provider");
            }
            return effort;
        }
        if (budget == null) {
            return null;
        }
        double tokens = budget.doubleValue();
        return tokens <= LOW_BUDGET ? "low" : tokens <= MEDIUM_BUDGET ? "medium" : "high";
    }

    /**
     * The one of some efforts, the lowest first, that is the highest not above what is wanted, or else the lowest; null for
     * no thinking where that cannot be said.
     */
    public @Nullable String nearest(List<String> efforts) {
        if (wanted == null || efforts.isEmpty()) {
            return null;
        }
        if (wanted.equals("none") && !efforts.contains("none")) {
            return efforts.contains("minimal") ? "minimal" : null;
        }
        String nearest = efforts.get(0);
        for (String effort : efforts) {
            if (NAMES.indexOf(effort) <= NAMES.indexOf(wanted)) {
                nearest = effort;
            }
        }
        // Who asks for some thinking does not get none.
        return nearest.equals("none") && !wanted.equals("none") && efforts.size() > 1 ? efforts.get(1) : nearest;
    }
}
