package dev.ccproxy.limits;

import dev.ccproxy.config.Limits;
import dev.ccproxy.config.LimitsSettings;

/** Whose limits they are. */
record Holder(Kind kind, String name) {

    /** One client, or all clients of a team together. */
    enum Kind {
        CLIENT("client"),
        TEAM("team");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    Limits limits(LimitsSettings settings) {
        return kind == Kind.CLIENT ? settings.ofClient(name) : settings.ofTeam(name);
    }

    /** What a refusal is called in {@code x-ccproxy-error}, such as {@code team_rate_limited}. */
    String code() {
        return kind + "_rate_limited";
    }

    /** Such as {@code team platform}. */
    @Override
    public String toString() {
        return kind + " " + name;
    }
}
