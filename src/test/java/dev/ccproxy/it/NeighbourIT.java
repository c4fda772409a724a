package dev.ccproxy.it;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ccproxy.it.neighbour.Neighbour;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Our WAR at a context root of its own, beside another application with a health check of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow") // for a minute, it waits for threads to end
class NeighbourIT {

    /** In a class histogram. Payara Micro keeps the last loader of any WAR, and with it what is static. */
    private static final Pattern OBJECTS = Pattern.compile(
            "(?m) dev\\.ccproxy\\.(monitor\\.(Monitor|Check|Snapshot)|config\\.Settings|history\\.History|shaded\\.okhttp3\\.OkHttpClient"
                    + ")$|(?m) org\\.h2\\.(engine\\.Database|mvstore\\.MVStore)$");

    /** The loader of our H2 with its driver, by its name. Payara Micro has an H2 of its own. */
    private static final String LOADER = "\"h2\", java.net.URLClassLoader";

    @TempDir
    private static Path folder;

    private static FakeProvider provider;
    private static Server server;
    private static Client client;

    @BeforeAll
    static void start() {
        Path war = folder.resolve("neighbour.war");
        ShrinkWrap.create(WebArchive.class)
                .addClasses(Neighbour.class, Neighbour.Check.class)
                .addAsWebInfResource(new StringAsset("<beans bean-discovery-mode='annotated'/>"), "beans.xml")
                .as(ZipExporter.class)
                .exportTo(war.toFile());
        provider = FakeProvider.answering();
        Extras extras = new Extras().at("/ccproxy").beside(war, "/neighbour");
        extras.undeployable = true;
        server = Server.start(
                Map.of(
                        "CCPROXY_API_KEY",
                        "neighbour-key",
                        // What only a soft reference of the server's holds goes now, not when memory is scarce.
                        "JAVA_TOOL_OPTIONS",
                        "-XX:SoftRefLRUPolicyMSPerMB=0",
                        "CCPROXY_DATA_DIR",
                        folder.toString(),
                        "CCPROXY_PROVIDERS",
                        "gateway",
                        "CCPROXY_PROVIDER_GATEWAY_BASE_URL",
                        provider.url()),
                extras);
        client = server.client();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get("/neighbour/hello").status() == 200
                        && client.get("/ccproxy/status").status() == 200
                        && client.get("/health/started").status() == 200);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
            provider.close();
        }
    }

    @Test
    @Order(1)
    void answersBelowItsContextRoot() {
        assertThat(client.get("/ccproxy/status").json().getString("service")).isEqualTo("CCProxy");
        assertThat(client.get("/ccproxy/status", "X-Forwarded-For: 192.0.2.1").status())
                .isEqualTo(401);
        assertThat(client.get("/ccproxy/nowhere").errorType()).isEqualTo("not_found_error");
        assertThat(URI.create("http://localhost/ccproxy")
                        .resolve(client.get("/ccproxy?kiosk", "Accept: text/html")
                                .header("location")))
                .hasPath("/ccproxy/")
                .hasQuery("kiosk");
        Matcher style = Pattern.compile("href=\"(page/[0-9a-f]+/style.css)\"")
                .matcher(client.get("/ccproxy/", "Accept: text/html").body());
        assertThat(style.find()).isTrue();
        assertThat(client.get("/ccproxy/" + style.group(1)).status()).isEqualTo(200);
        Response requested = client.send(
                "POST", "/ccproxy/status/providers/gateway/check", "x-api-key: neighbour-key", "Content-Length: 0");
        assertThat(requested.status()).isEqualTo(202);
        URI location = URI.create("http://localhost/ccproxy/status/providers/gateway/check")
                .resolve(requested.header("location"));
        assertThat(client.get(location.getPath()).json().getString("name")).isEqualTo("gateway");
    }

    @Test
    @Order(2)
    void leavesTheNeighbourAlone() {
        Response hello = client.get("/neighbour/hello", "X-Forwarded-For: 192.0.2.1", "Host: rebound.example");
        assertThat(hello.status()).isEqualTo(200);
        assertThat(hello.body()).isEqualTo("hello");
        assertThat(hello.headers()).doesNotContainKeys("request-id", "x-content-type-options");
        for (String path : new String[] {"/neighbour/nowhere", "/status", "/nowhere"}) {
            Response nowhere = client.get(path);
            assertThat(nowhere.status()).as(path).isEqualTo(404);
            assertThat(nowhere.headers()).as(path).doesNotContainKey("request-id");
        }
    }

    @Test
    @Order(3)
    void sharesTheServersHealth() {
        assertThat(checks("/health/ready")).isEqualTo(Map.of("ccproxy-ready", "UP", "neighbour", "UP"));
        client.get("/neighbour/down");
        assertThat(client.get("/health/ready").status()).isEqualTo(503);
        assertThat(checks("/health/ready")).isEqualTo(Map.of("ccproxy-ready", "UP", "neighbour", "DOWN"));
        assertThat(client.get("/ccproxy/status").status()).isEqualTo(200);
        client.get("/neighbour/up");
        assertThat(client.get("/health/ready").status()).isEqualTo(200);
    }

    @Test
    @Order(4)
    void leavesNothingWhenItIsUndeployed() throws Exception {
        Jvm jvm = new Jvm(server);
        assertThat(jvm.jcmd("Thread.print")).contains("CCProxy");
        assertThat(jvm.jcmd("GC.class_histogram")).containsPattern(OBJECTS);
        assertThat(jvm.jcmd("VM.classloaders")).contains(LOADER);
        server.undeploy();
        await().until(() -> client.get("/ccproxy/status").status() == 404);
        assertThat(client.get("/ccproxy/status").body()).doesNotContain("CCProxy", "error");
        assertThat(client.get("/neighbour/hello").body()).isEqualTo("hello");
        assertThat(checks("/health")).isEqualTo(Map.of("neighbour", "UP"));
        // A server answers 404 before it tells an application to stop, and the application writes down what it has
        // left.
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(jvm.jcmd("Thread.print"))
                        .doesNotContain("CCProxy")
                        .doesNotContainPattern("dev\\.ccproxy\\.(?!shaded)"));
        // The JVM remembers the types of the record whose equals it linked last: no longer ours.
        assertThat(client.get("/neighbour/record").body()).startsWith("false ");
        // OkHttp's threads end when they have had nothing to do for a minute.
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    assertThat(jvm.jcmd("Thread.print")).doesNotContain("OkHttp", "dev.ccproxy");
                    assertThat(jvm.jcmd("GC.class_histogram")).doesNotContainPattern(OBJECTS);
                    assertThat(jvm.jcmd("VM.classloaders")).doesNotContain(LOADER);
                });
    }

    private static Map<String, String> checks(String path) {
        return client.get(path).json().getJsonArray("checks").stream()
                .map(JsonValue::asJsonObject)
                .collect(toMap(check -> check.getString("name"), check -> check.getString("status")));
    }
}
