package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds every answer of the application against the description of the API. */
final class OpenApi {

    /** Those that the description knows, below the root of one of our servers or of a WAR beside others. */
    private static final Pattern DESCRIBED = Pattern.compile(
            "(?:/ccproxy)?(/status|/status/(?:history|maintenance|routes/explain|traffic|whoami)|/status/providers(?:/[^/?]+(?:/check|/history)?)?"
                    + "|/usage(?:/prices)?|/v1/messages(?:/count_tokens)?|/v1/models(?:/[^/?]+)?|/|/api/hello|/api/oauth/usage|/openapi\\.yaml)(?:\\?.*)?");

    private static final OpenApiInteractionValidator VALIDATOR =
            OpenApiInteractionValidator.createForInlineApiSpecification(document())
                    .build();

    private OpenApi() {}

    /** As the WAR has it. */
    static String document() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/dev/ccproxy/openapi/openapi.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A method that a URL does not have is described by its absence; of HEAD there is no body to describe. */
    private static boolean isDescribed(String method, Response response) {
        boolean known = Arrays.stream(Request.Method.values())
                .anyMatch(each -> each.name().equals(method));
        return known
                && !method.equals("HEAD")
                && !method.equals("OPTIONS")
                && response.status() != 405
                // What a server refuses before it reaches the WAR has no id.
                && response.headers().containsKey("request-id");
    }

    static void assertDescribed(String method, String target, Response response) {
        Matcher path = DESCRIBED.matcher(target);
        if (!path.matches() || !isDescribed(method, response)) {
            return;
        }
        SimpleResponse.Builder described = SimpleResponse.Builder.status(response.status());
        response.headers().forEach(described::withHeader);
        if (response.status() != 204) {
            described.withBody(response.body());
        }
        ValidationReport report =
                VALIDATOR.validateResponse(path.group(1), Request.Method.valueOf(method), described.build());
        assertThat(report.getMessages())
                .as("%s %s is answered as openapi.yaml says: %s", method, target, response)
                .isEmpty();
    }
}
