package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which settings reach the application, as the README lists them. */
@Tag("slow") // starts a server of its own
class ConfigSourcesIT {

    @TempDir
    private static Path mounted;

    @TempDir
    private static Path folder;

    @Test
    void areTheEnvironmentSystemPropertiesTheServersOwnAndMountedFiles() throws IOException {
        Files.writeString(mounted.resolve("ccproxy.provider.by-file.base-url"), "http://127.0.0.1:9/file\n");
        String property = "-Dccproxy.provider.by-property.base-url=http://127.0.0.1:9/property";
        Path properties = folder.resolve("ccproxy.properties");
        Files.writeString(
                properties,
                Files.readString(Path.of("ccproxy.properties"))
                        + "ccproxy.provider.by-example.base-url=http://127.0.0.1:9/example\n");
        Extras extras = new Extras().configuredBy(properties);
        extras.libertyOverrides.put(
                "settings.xml",
                "<server><variable name='ccproxy.provider.by-server.base-url' value='http://127.0.0.1:9/server'/></server>");
        extras.payaraJvmOptions.add(property);
        extras.payaraPostboot.append("set-config-property --propertyName=ccproxy.provider.by-server.base-url"
                + " --propertyValue=http://127.0.0.1:9/server --source=domain\n");
        extras.payaraPreboot.append("set-config-dir --directory=" + mounted + "\n");
        try (Server server = Server.start(
                Map.of(
                        "CCPROXY_PROVIDERS",
                        "by-environment,by-property,by-server,by-file,by-example",
                        "CCPROXY_PROVIDER_BY_ENVIRONMENT_BASE_URL",
                        "http://127.0.0.1:9/environment",
                        "JVM_ARGS",
                        property,
                        "VARIABLE_SOURCE_DIRS",
                        mounted.toString()),
                extras)) {
            for (String source : new String[] {"environment", "property", "server", "file", "example"}) {
                Response response = server.client().get("/status/providers/by-" + source);
                assertThat(response.status())
                        .as(source + ": " + response.body())
                        .isEqualTo(200);
                assertThat(response.json().getString("base_url")).isEqualTo("http://127.0.0.1:9/" + source);
            }
        }
    }
}
