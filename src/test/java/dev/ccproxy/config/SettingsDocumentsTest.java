package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Documents;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A setting that the reader knows is in the example configuration and in the README, and none besides. */
class SettingsDocumentsTest {

    private static final String EXAMPLE = "ccproxy.properties";
    private static final String DEFAULTS = "src/main/resources/META-INF/microprofile-config.properties";

    /** An older name of ccproxy.api-key, in the environment only. */
    private static final String ALIAS = "ccproxy.apikey";

    private static final Pattern LINE = Pattern.compile("(?m)^#(ccproxy\\.[^=]+)=(.*)$");

    @Test
    void everySettingIsInTheExample() {
        Set<String> keys = LINE.matcher(Documents.read(EXAMPLE))
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(keys)
                .as("%s must have a line for each setting that the code reads, and for nothing else", EXAMPLE)
                .isEqualTo(keysRead());
    }

    @Test
    void everySettingIsInTheReadme() {
        Set<String> keys = Documents.inTables(Documents.section("## Configuration"), 1).stream()
                .filter(word -> word.startsWith("ccproxy."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(keys)
                .as(
                        "%s, table in \"Configuration\", must have a row for each setting that the code reads, and for nothing"
                                + " else",
                        Documents.README)
                .isEqualTo(keysRead());
    }

    @Test
    void theDefaultsAreThoseOfTheFileOfDefaults() throws IOException {
        Properties defaults = new Properties();
        defaults.load(new StringReader(Documents.read(DEFAULTS)));
        String example = Documents.read(EXAMPLE);
        String readme = Documents.section("## Configuration");
        for (String key : defaults.stringPropertyNames()) {
            String value = defaults.getProperty(key);
            assertThat(keysRead())
                    .as("%s must have no line that nothing reads", DEFAULTS)
                    .contains(key);
            assertThat(example)
                    .as("%s must have the default of %s", EXAMPLE, DEFAULTS)
                    .contains("\n#" + key + "=" + value + "\n");
            assertThat(readme)
                    .as("%s must have the default of %s", Documents.README, DEFAULTS)
                    .contains("\n| `" + key + "` | `" + value + "` |");
        }
    }

    @Test
    void everyLineOfTheExampleHasACommentThatSaysTheDefault() {
        String example = Documents.read(EXAMPLE);
        for (MatchResult line : LINE.matcher(example).results().toList()) {
            String before = example.substring(0, line.start());
            String comment = before.substring(before.lastIndexOf("\n\n"));
            assertThat(comment)
                    .as("%s, %s: the comment must end with the default", EXAMPLE, line.group(1))
                    .contains("Default: ");
        }
    }

    @Test
    void theExampleIsValidWhenNothingIsCommentedOut() {
        String[] keysAndValues = LINE.matcher(Documents.read(EXAMPLE))
                .results()
                // Both a key and its file are a fault, and so is what does not exist: a file, a server's DataSource.
                .filter(line -> !line.group(2).startsWith("/") && !line.group(2).startsWith("jdbc/"))
                .flatMap(line -> Stream.of(
                        line.group(1)
                                .replace("ccproxy.route.NAME", "ccproxy.route.long")
                                .replace("NAME", "name")
                                .replace("ALIAS", "claude-local")
                                .replace("KEY", "max_tokens"),
                        line.group(2).replace("NAME", "name")))
                .toArray(String[]::new);
        Settings settings = Configured.by(keysAndValues).read();
        assertThat(settings.faults()).as("%s must have valid values", EXAMPLE).isEmpty();
        assertThat(settings.warnings())
                .as("%s must have known settings", EXAMPLE)
                .isEmpty();
    }

    @Test
    void everyWellKnownProviderIsNamed() {
        for (String name : List.of(new Catalogue().names().split(", ", -1))) {
            assertThat(Documents.section("## Configuration"))
                    .as("%s must name each provider of catalogue.properties", Documents.README)
                    .contains("`" + name + "`");
            assertThat(Documents.read(EXAMPLE))
                    .as("%s must name each provider of catalogue.properties", EXAMPLE)
                    .containsPattern("\\b" + name + "\\b");
        }
    }

    /** Every setting that is read with one of each that has a name, which is NAME, ALIAS or KEY in documents. */
    private static Set<String> keysRead() {
        SettingsReader reader = Configured.by(
                        "ccproxy.providers", "name",
                        "ccproxy.routes", "route",
                        "ccproxy.route.route.parameters.key", "1",
                        "ccproxy.models", "alias",
                        "ccproxy.clients", "name",
                        "ccproxy.teams", "name")
                .reader();
        reader.read();
        return reader.keysRead().stream()
                .filter(key -> key.startsWith("ccproxy.") && !key.equals(ALIAS))
                .map(key -> key.replaceAll("^ccproxy\\.(provider|client|team)\\.name\\.", "ccproxy.$1.NAME.")
                        .replace("ccproxy.route.route.", "ccproxy.route.NAME.")
                        .replace(".parameters.key", ".parameters.KEY")
                        .replace("ccproxy.model.alias", "ccproxy.model.ALIAS"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
