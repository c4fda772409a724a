package dev.ccproxy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.ccproxy.auth.Public;
import java.util.Map;
import java.util.Set;

/** Which package may import which. */
final class Arrows {

    private static final String ROOT = "dev.ccproxy";

    /** The root may import all, and nobody the root. */
    private static final Map<String, Set<String>> TABLE = Map.ofEntries(
            Map.entry("config", Set.of()),
            Map.entry("http", Set.of()),
            Map.entry("auth", Set.of("config", "http")),
            Map.entry("provider", Set.of("config")),
            Map.entry("upstream", Set.of("provider", "config")),
            Map.entry("monitor", Set.of("upstream", "provider", "config")),
            Map.entry("database", Set.of("config")),
            Map.entry("history", Set.of("database", "usage", "monitor", "provider", "config", "http")),
            Map.entry("shutdown", Set.of("config")),
            Map.entry("maintenance", Set.of("config", "http")),
            Map.entry(
                    "metrics",
                    Set.of("auth", "history", "limits", "maintenance", "monitor", "provider", "routing", "usage")),
            Map.entry(
                    "status",
                    Set.of(
                            "auth",
                            "history",
                            "limits",
                            "maintenance",
                            "messages",
                            "metrics",
                            "monitor",
                            "provider",
                            "routing",
                            "shutdown",
                            "usage",
                            "config",
                            "http")),
            Map.entry("sse", Set.of()),
            Map.entry("messages", Set.of("sse", "http")),
            Map.entry("openai", Set.of("messages", "sse", "http")),
            Map.entry("gemini", Set.of("messages", "sse", "http")),
            Map.entry("routing", Set.of("auth", "messages", "monitor", "provider", "config", "http")),
            Map.entry("limits", Set.of("auth", "messages", "prices", "config", "http")),
            Map.entry("prices", Set.of("messages", "config")),
            Map.entry("usage", Set.of("auth", "limits", "messages", "prices", "database", "config", "http")),
            Map.entry(
                    "gateway",
                    Set.of(
                            "auth",
                            "maintenance",
                            "gemini",
                            "limits",
                            "messages",
                            "monitor",
                            "openai",
                            "provider",
                            "routing",
                            "shutdown",
                            "sse",
                            "upstream",
                            "usage",
                            "config",
                            "http")),
            Map.entry("openapi", Set.of()),
            Map.entry("page", Set.of("status", "http")),
            Map.entry("jmx", Set.of("limits", "maintenance", "messages", "monitor", "provider", "status", "usage")),
            Map.entry("health", Set.of("maintenance", "monitor", "shutdown", "config")));

    private Arrows() {}

    static ArchCondition<JavaClass> beInTheTable() {
        return new ArchCondition<>("import only what the table of rooms and arrows allows") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String from = room(type);
                if (!from.isEmpty() && !TABLE.containsKey(from)) {
                    events.add(
                            SimpleConditionEvent.violated(
                                    type,
                                    type.getName()
                                            + ": its package must have a row in the table of src/test/java/dev/ccproxy/Arrows.java"));
                    return;
                }
                for (Dependency arrow : type.getDirectDependenciesFromSelf()) {
                    if (isOurs(arrow.getTargetClass()) && !isAllowed(from, arrow.getTargetClass())) {
                        events.add(SimpleConditionEvent.violated(type, arrow.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean isAllowed(String from, JavaClass to) {
        return from.isEmpty()
                || from.equals(room(to))
                || TABLE.getOrDefault(from, Set.of()).contains(room(to))
                || to.isEquivalentTo(Public.class);
    }

    private static boolean isOurs(JavaClass type) {
        String name = type.getPackageName();
        return name.equals(ROOT) || name.startsWith(ROOT + ".");
    }

    /** The package below the root; empty for the root itself. */
    private static String room(JavaClass type) {
        return type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
    }
}
