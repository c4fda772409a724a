package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Accept} as old, careful and broken clients send it: the same answer of every server, on every URL. */
class AcceptIT {

    private static final List<String> JSON =
            List.of("/status", "/status/providers", "/status/maintenance", "/status/history");

    private final Client client = Server.shared().client();

    private Response get(String path, String accept) {
        return client.get(path, "Accept: " + accept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*;q=.2",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "text/html, */*;q=0.1",
                "",
                ",",
                "a",
                "/",
                ";;;",
                "\"",
                "a/b/c",
                "text/html;q=much",
                "text/html;q=2",
                "text/html;q=",
                "text html, */*;q=0.00001"
            })
    void getsWhatThereIs(String accept) {
        for (String path : JSON) {
            Response response = get(path, accept);
            assertThat(response.status()).as(path).isEqualTo(200);
            assertThat(response.header("content-type")).as(path).isEqualTo("application/json");
        }
        assertThat(get("/openapi.yaml", accept).header("content-type")).isEqualTo("application/yaml");
        assertThat(get("/nowhere", accept).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json;profile=\"a,b\"",
                "application/json,,",
                ",application/json",
                "application/json;=",
                "application/json;profile=\"a",
                "application/json;q=.2, text/html",
                "image/*;q=x, application/*"
            })
    void getsJson(String accept) {
        for (String path : JSON) {
            Response response = get(path, accept);
            assertThat(response.status()).as(path).isEqualTo(200);
            assertThat(response.header("content-type")).as(path).isEqualTo("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "a/b/c, text/html", "*/*;q=0", "*;q=.0", "application/json;q=0", "*;q=2, a/b"})
    void isRefusedIfNothingOfItIsOffered(String accept) {
        for (String path : JSON) {
            Response response = get(path, accept);
            assertThat(response.status()).as(path).isEqualTo(406);
            assertThat(response.json().getJsonObject("error").getString("message"))
                    .startsWith("Accept must allow one of application/json");
        }
        assertThat(get("/nowhere", accept).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"text/yaml, 406", "application/yaml, 200", "application/*, 200", "application/json, 406"})
    void holdsForWhatIsNotJson(String accept, int status) {
        assertThat(get("/openapi.yaml", accept).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;q=x", "text/html", "*"})
    void tellsAStrangerNothing(String accept) {
        for (String path : JSON) {
            assertThat(client.get(path, "Accept: " + accept, "Via: 1.1 proxy").status())
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept-Language: ;;q=x, *-*",
                "Accept-Language: en;q=2",
                "Accept-Charset: ;q=x",
                "Accept-Encoding: ,;q=x",
                "Content-Type: ;",
                "Content-Type: a/b/c;q=2",
                "Content-Language: ;",
                "Cookie: =;$Version=x; \"",
                "If-Modified-Since: x"
            })
    void noOtherHeaderIsAReasonToRefuse(String header) {
        for (String path : JSON) {
            assertThat(client.get(path, header).status()).as(path).isEqualTo(200);
        }
        assertThat(client.get("/nowhere", header).status()).isEqualTo(404);
    }
}
