package dev.ccproxy.routing;

import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.provider.Provider;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the tests of routing share. */
final class Fixtures {

    private Fixtures() {}

    static Provider provider(String name) {
        return new Provider(
                name,
                new ProviderSettings(
                        URI.create("https://" + name + ".example"),
                        Format.ANTHROPIC,
                        true,
                        CheckMode.OFF,
                        null,
                        null,
                        null,
                        Set.of(),
                        List.of()));
    }

    /** With targets as they are configured, without models: equal ones in one list. */
    static Decision decision(List<List<Target>> targets) {
        return new Decision("r", "it is tested", targets, Map.of());
    }
}
