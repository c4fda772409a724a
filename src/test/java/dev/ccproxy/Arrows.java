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
    private static final Map<String, Set<String>> TABLE = Map.of(
            "config", Set.of(),
            "http", Set.of(),
            "auth", Set.of("config", "http"),
            "provider", Set.of("config"),
            "monitor", Set.of("provider", "config"),
            "shutdown", Set.of("config"),
            "status", Set.of("monitor", "provider", "shutdown", "config", "http"),
            "health", Set.of("monitor", "shutdown", "config"));

    private Arrows() {}

    static ArchCondition<JavaClass> beInTheTable() {
        return new ArchCondition<>("import only what the table of rooms and arrows allows") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String from = room(type);
                if (!from.isEmpty() && !TABLE.containsKey(from)) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is in a room of no table"));
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
                || (from.equals("status") && to.isEquivalentTo(Public.class));
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
