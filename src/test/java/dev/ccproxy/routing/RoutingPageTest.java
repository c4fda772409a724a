package dev.ccproxy.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Documents;
import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Role;
import dev.ccproxy.config.Settings;
import dev.ccproxy.config.SettingsOf;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.messages.MessageRequest;
import dev.ccproxy.provider.Provider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of {@code gateway/routing.md}: each request of a table goes where the table says. */
class RoutingPageTest {

    private static final Pattern EXAMPLE =
            Pattern.compile("(?ms)^### (\\d+\\. [^\n]+)\n.*?^```properties\n(.*?)^```\n\n((?:\\|[^\n]*\n)+)");

    private static final Pattern REQUEST = Pattern.compile("`([^`]+)`(.*)");

    private record Example(String title, String settings, String request, String route, String target) {
        @Override
        public String toString() {
            return title + ": " + request;
        }
    }

    static List<Example> examples() {
        List<MatchResult> found =
                EXAMPLE.matcher(Documents.read("gateway/routing.md")).results().toList();
        assertThat(found).hasSize(10);
        return found.stream()
                .flatMap(example -> example.group(3)
                        .lines()
                        .skip(2)
                        .map(line -> List.of(line.split("\\|", -1)))
                        .map(cells -> new Example(
                                example.group(1),
                                example.group(2),
                                cells.get(1).strip(),
                                cells.get(2).strip().replace("`", ""),
                                cells.get(3).strip())))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void goWhereTheTableSays(Example example) {
        Settings settings = SettingsOf.lines(example.settings());
        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        Router router = new Router(
                settings.providers().entrySet().stream()
                        .map(entry -> new Provider(entry.getKey(), entry.getValue()))
                        .toList(),
                settings);

        assertThat(told(router, request(example.request()), example.route())).isEqualTo(example.target());
    }

    private static String told(Router router, RoutedRequest request, String route) {
        Decision decision;
        try {
            decision = router.decide(request);
        } catch (ErrorException e) {
            return String.valueOf(e.type().status());
        }
        assertThat(decision.route()).isEqualTo(route.equals("none") ? "" : route);
        String targets = decision.targets().stream()
                .map(group -> group.stream().map(target -> "`" + target + "`").collect(Collectors.joining(" or ")))
                .collect(Collectors.joining(", then "));
        String parameters = decision.parameters().entrySet().stream()
                .map(entry -> "`" + entry.getKey() + "=" + entry.getValue() + "`")
                .collect(Collectors.joining(", "));
        return parameters.isEmpty() ? targets : targets + " with " + parameters;
    }

    /** Of a cell such as {@code `claude-opus-5`, 70000 tokens, thinking}. */
    private static RoutedRequest request(String cell) {
        MatchResult parts = REQUEST.matcher(cell).results().findFirst().orElseThrow();
        Map<String, String> what = new HashMap<>();
        Stream.of(parts.group(2).split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .forEach(part -> {
                    boolean tokens = part.endsWith(" tokens");
                    int blank = part.indexOf(' ');
                    what.put(
                            tokens ? "tokens" : blank < 0 ? part : part.substring(0, blank),
                            tokens
                                    ? part.substring(0, blank)
                                    : part.substring(blank + 1).replace("`", ""));
                });
        StringBuilder body = new StringBuilder("{\"model\":\"" + parts.group(1) + "\"");
        if (what.remove("thinking") != null) {
            body.append(",\"thinking\":{\"type\":\"adaptive\"}");
        }
        String tool = what.remove("tool");
        if (tool != null) {
            body.append(
                    ",\"tools\":[{\"name\":\"Read\",\"input_schema\":{}},{\"type\":\"" + tool + "\",\"name\":\"x\"}]");
        }
        String tokens = what.remove("tokens");
        if (tokens != null) {
            body.append(",\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(Integer.parseInt(tokens))
                    + "\"}]");
        }
        Map<String, String> headers = new HashMap<>();
        String requestClass = what.remove("class");
        if (requestClass != null) {
            headers.put("x-claude-code-request-class", requestClass);
        }
        if (what.remove("sub-agent") != null) {
            headers.put("x-claude-code-agent-id", "a1");
        }
        String client = what.remove("client");
        String team = what.remove("team");
        assertThat(what).as("parts of %s that are not known", cell).isEmpty();
        return RoutedRequest.of(
                new Client(client == null ? "default" : client, team, Role.CLIENT, "01234567"),
                MessageRequest.read(body.append('}').toString().getBytes(UTF_8)),
                headers::get);
    }
}
