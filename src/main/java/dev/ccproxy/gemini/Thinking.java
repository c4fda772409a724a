package dev.ccproxy.gemini;

import dev.ccproxy.messages.Effort;
import dev.ccproxy.messages.JsonTree;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** How much the model is to think ("ThinkingConfig"): Gemini 3 and newer have levels, older ones a budget of tokens. */
final class Thinking {

    /** How many tokens an effort is, for a model that has a budget. */
    private static final int LOW_BUDGET = 4096;

    private static final int MEDIUM_BUDGET = 16_384;

    private final Quirks quirks;
    private final Set<String> losses;

    Thinking(Quirks quirks, Set<String> losses) {
        this.quirks = quirks;
        this.losses = losses;
    }

    /** Adds {@code thinkingConfig} to a {@code generationConfig}, if the request says something of it. */
    void addTo(JsonObjectBuilder config, JsonObject message) {
        Effort effort = Effort.of(message);
        if (quirks.levels().isEmpty() && quirks.maxBudget() == 0) {
            if (effort.thinks() || (effort.wanted() != null && !effort.wanted().equals("none"))) {
                losses.add(effort.path());
            }
            return;
        }
        JsonObjectBuilder thinking = JsonTree.newObject();
        if (effort.thinks() && isShown(message)) {
            thinking.add("includeThoughts", true);
        }
        if (!quirks.levels().isEmpty()) {
            level(effort, thinking);
        } else if (effort.budget() != null) {
            thinking.add("thinkingBudget", limited(effort.budget()));
        } else if (effort.wanted() != null) {
            thinking.add("thinkingBudget", budget(effort.wanted()));
        }
        JsonObject all = thinking.build();
        if (!all.isEmpty()) {
            config.add("thinkingConfig", all);
        }
    }

    /** Anthropic's models can be asked to think and not to tell it. */
    private static boolean isShown(JsonObject message) {
        return !(message.get("thinking") instanceof JsonObject thinking)
                || !thinking.getString("display", "").equals("omitted");
    }

    private void level(Effort effort, JsonObjectBuilder thinking) {
        if (effort.wanted() == null) {
            return;
        }
        String level = Objects.requireNonNullElse(
                effort.nearest(quirks.levels()), quirks.levels().get(0));
        if (effort.wanted().equals("none") && !level.equals("minimal")) {
            // It thinks as little as it can.
            losses.add("thinking");
        }
        thinking.add("thinkingLevel", level.toUpperCase(Locale.ROOT));
    }

    private int limited(JsonNumber budget) {
        return (int) Math.max(quirks.minBudget(), Math.min(budget.doubleValue(), quirks.maxBudget()));
    }

    private int budget(String effort) {
        return switch (effort) {
            case "none" -> {
                if (!quirks.thinksNever()) {
                    losses.add("thinking");
                }
                yield quirks.thinksNever() ? 0 : quirks.minBudget();
            }
            case "minimal", "low" -> LOW_BUDGET;
            case "medium" -> MEDIUM_BUDGET;
            default -> quirks.maxBudget();
        };
    }
}
