package dev.ccproxy.config;

import java.util.Map;

/**
 * The limits of everybody. Those of a client or team that is named have the defaults where it has none of its own.
 *
 * @param client {@code ccproxy.limits.client.*}: of each client that is not named
 * @param team {@code ccproxy.limits.team.*}: of each team that is not named
 * @param clients {@code ccproxy.client.NAME.*}, by name, in the configured order
 * @param teams {@code ccproxy.team.NAME.*}, by name, in the configured order
 */
public record LimitsSettings(Limits client, Limits team, Map<String, Limits> clients, Map<String, Limits> teams) {

    /** Everything is allowed to everybody. */
    public static final LimitsSettings NONE = new LimitsSettings(Limits.NONE, Limits.NONE, Map.of(), Map.of());

    /** Those of a client. */
    public Limits ofClient(String name) {
        return clients.getOrDefault(name, client);
    }

    /** Those of a team. */
    public Limits ofTeam(String name) {
        return teams.getOrDefault(name, team);
    }
}
