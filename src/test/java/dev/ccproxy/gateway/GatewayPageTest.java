package dev.ccproxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test that the page of the gateway names as the proof of a line of the contract is there. */
class GatewayPageTest {

    private static final String PAGE = "gateway/README.md";
    private static final String CLIENTS = ".ci/clients";
    private static final Path TESTS = Path.of("src/test/java");

    /** The column of the contract's tables that names tests. */
    private static final int PROOF = 3;

    private static final Pattern METHOD = Pattern.compile("([A-Z]\\w*)\\.(\\w+)");
    private static final Pattern SESSION = Pattern.compile(Pattern.quote(CLIENTS) + " (.+)");
    private static final Pattern TEST = Pattern.compile("(?m)^    @(?:Test|ParameterizedTest)\\b");
    private static final Pattern BEGIN = Pattern.compile("(?m)^(?:begin |name=)\"?([^\"\\n]+)\"?$");

    @Test
    void everyMethodThatIsNamedIsATest() throws IOException {
        List<String> methods = proofs().stream()
                .filter(proof -> METHOD.matcher(proof).matches())
                .toList();
        assertThat(methods).as("%s must name tests", PAGE).isNotEmpty();
        for (String method : methods) {
            assertThat(isTest(method))
                    .as("%s names the test %s: no such test is below %s", PAGE, method, TESTS)
                    .isTrue();
        }
    }

    @Test
    void everySessionThatIsNamedIsThere() {
        Set<String> sessions = BEGIN.matcher(Documents.read(CLIENTS))
                .results()
                .map(begin -> begin.group(1))
                .collect(Collectors.toSet());
        for (String proof : proofs()) {
            SESSION.matcher(proof)
                    .results()
                    .forEach(session -> assertThat(sessions)
                            .as(
                                    "%s names the session \"%s\": %s must begin one of that name",
                                    PAGE, session.group(1), CLIENTS)
                            .contains(session.group(1)));
        }
    }

    @Test
    void everyProofIsAMethodOrASession() {
        for (String proof : proofs()) {
            assertThat(METHOD.matcher(proof).matches() || SESSION.matcher(proof).matches())
                    .as("%s names `%s`: it must be Class.method or %s SESSION", PAGE, proof, CLIENTS)
                    .isTrue();
        }
    }

    @Test
    void everyRowNamesATestUnlessItIsNotOffered() {
        for (String row :
                contract().lines().filter(line -> line.startsWith("| ")).toList()) {
            String[] cells = row.split("\\|", -1);
            assertThat(cells).as("%s: three columns: %s", PAGE, row).hasSize(PROOF + 2);
            String proof = cells[PROOF].strip();
            assertThat(proof.startsWith("`") || Set.of("–", "test").contains(proof))
                    .as("%s: the last cell must name a test or be a dash: %s", PAGE, row)
                    .isTrue();
        }
    }

    private static Set<String> proofs() {
        return Documents.inTables(contract(), PROOF);
    }

    private static String contract() {
        String page = Documents.read(PAGE);
        int start = page.indexOf("\n## The contract, line by line\n");
        assertThat(start).as("%s must have the contract, line by line", PAGE).isNotNegative();
        int end = page.indexOf("\n## ", start + 1);
        return end < 0 ? page.substring(start) : page.substring(start, end);
    }

    private static boolean isTest(String classAndMethod) throws IOException {
        int dot = classAndMethod.indexOf('.');
        String file = classAndMethod.substring(0, dot) + ".java";
        String method = " void " + classAndMethod.substring(dot + 1) + "(";
        List<Path> files;
        try (Stream<Path> all = Files.walk(TESTS)) {
            files = all.filter(path -> path.endsWith(file)).toList();
        }
        for (Path each : files) {
            String text = Files.readString(each);
            int at = text.indexOf(method);
            // A blank line comes before the first annotation.
            if (at >= 0
                    && TEST.matcher(text.substring(text.lastIndexOf("\n\n", at), at))
                            .find()) {
                return true;
            }
        }
        return false;
    }
}
