package dev.ccproxy.openai;

import dev.ccproxy.messages.ClientTools;
import dev.ccproxy.messages.Effort;
import dev.ccproxy.messages.JsonTree;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Set;

/** How much the model is to think: {@code reasoning_effort}, and {@code thinking} where that can be turned off. */
final class Thinking {

    private static final String NONE = "none";

    private final Quirks quirks;
    private final Set<String> losses;

    Thinking(Quirks quirks, Set<String> losses) {
        this.quirks = quirks;
        this.losses = losses;
    }

    /**
     * Adds what the request says of it.
     *
     * @return whether the model thinks, as far as the request says
     */
    boolean addTo(JsonObjectBuilder request, JsonObject message) {
        Effort effort = Effort.of(message);
        boolean never = NONE.equals(effort.wanted());
        if (quirks.thinkingOff() && (never || (ClientTools.isForced(message) && !effort.thinks()))) {
            request.add("thinking", JsonTree.newObject().add("type", "disabled"));
            if (!effort.path().equals("thinking")) {
                losses.add(effort.path());
            }
            return false;
        }
        String nearest = effort.nearest(quirks.efforts());
        if (nearest != null) {
            request.add("reasoning_effort", nearest);
        } else if (effort.wanted() != null) {
            // There are no efforts, or none of them is not to think.
            losses.add(effort.path());
        }
        return effort.thinks();
    }

    /** Has the model not think, where it may not do so with tools. */
    void turnOffForTools(JsonObjectBuilder request, JsonObject message) {
        if (quirks.noEffortWithTools()) {
            request.add("reasoning_effort", NONE);
            Effort effort = Effort.of(message);
            if (effort.wanted() != null && !effort.wanted().equals(NONE)) {
                losses.add(effort.path());
            }
        }
    }
}
