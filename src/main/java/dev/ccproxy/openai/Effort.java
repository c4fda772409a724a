package dev.ccproxy.openai;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much the model is to think: {@code thinking} and {@code output_config.effort} as {@code reasoning_effort}.
 *
 * @param value null to say nothing
 * @param thinks whether the model thinks, as far as the request says
 */
record Effort(@Nullable String value, boolean thinks) {

    private static final List<String> NAMES = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    /** Up to which budgets the effort is low, and medium. */
    private static final int LOW_BUDGET = 4096;

    private static final int MEDIUM_BUDGET = 16_384;

    static Effort of(JsonObject message, Quirks quirks, Set<String> losses) {
        JsonObject thinking = message.get("thinking") instanceof JsonObject object ? object : null;
        String kind = thinking == null ? "" : thinking.getString("type", "");
        boolean thinks = kind.equals("enabled") || kind.equals("adaptive");
        String wanted = wanted(message, thinking, kind);
        if (wanted == null) {
            return new Effort(null, thinks);
        }
        List<String> efforts = quirks.efforts();
        if (efforts.isEmpty()) {
            losses.add(
                    message.get("output_config") instanceof JsonObject output && output.containsKey("effort")
                            ? "output_config.effort"
                            : "thinking");
            return new Effort(null, thinks);
        }
        return new Effort(nearest(wanted, efforts), thinks);
    }

    /** Null if the request leaves it to the model. */
    private static @Nullable String wanted(JsonObject message, @Nullable JsonObject thinking, String kind) {
        if (kind.equals("disabled")) {
            // An effort has no meaning then, and some providers refuse both together.
            return "none";
        }
        if (message.get("output_config") instanceof JsonObject output && output.containsKey("effort")) {
            return output.getString("effort", "");
        }
        if (thinking != null && kind.equals("enabled") && thinking.get("budget_tokens") instanceof JsonNumber budget) {
            double tokens = budget.doubleValue();
            return tokens <= LOW_BUDGET ? "low" : tokens <= MEDIUM_BUDGET ? "medium" : "high";
        }
        return null;
    }

    /** The highest that is not above what is wanted, or the lowest; null for no thinking where that cannot be said. */
    private static @Nullable String nearest(String wanted, List<String> efforts) {
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

    void addTo(JsonObjectBuilder request) {
        if (value != null) {
            request.add("reasoning_effort", value);
        }
    }
}
