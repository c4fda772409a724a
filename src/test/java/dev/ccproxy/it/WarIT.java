package dev.ccproxy.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the built WAR carries. */
class WarIT {

    private static final String LIBRARIES = "WEB-INF/lib/";

    @TempDir
    private static Path folder;

    private static final List<Path> JARS = new ArrayList<>();

    /** Of the class path of the WAR, without directories. */
    private static final List<String> FILES = new ArrayList<>();

    /** Below the WAR's own META-INF, by path. */
    private static final List<String> PAGE = new ArrayList<>();

    private static final Map<String, String> META_INF = new HashMap<>();

    @BeforeAll
    static void unpack() throws IOException {
        try (ZipInputStream war = new ZipInputStream(Files.newInputStream(Path.of("target/ccproxy.war")))) {
            for (ZipEntry entry = war.getNextEntry(); entry != null; entry = war.getNextEntry()) {
                if (entry.getName().startsWith(LIBRARIES) && entry.getName().endsWith(".jar")) {
                    Path jar = folder.resolve(entry.getName().substring(LIBRARIES.length()));
                    Files.copy(war, jar);
                    JARS.add(jar);
                    list(jar);
                } else if (entry.getName().startsWith("WEB-INF/classes/") && !entry.isDirectory()) {
                    FILES.add(entry.getName().substring("WEB-INF/classes/".length()));
                } else if (entry.getName().startsWith("page/") && !entry.isDirectory()) {
                    PAGE.add(entry.getName());
                } else if (entry.getName().startsWith("META-INF/")) {
                    META_INF.put(entry.getName(), new String(war.readAllBytes(), UTF_8));
                }
            }
        }
    }

    private static void list(Path jar) throws IOException {
        try (ZipInputStream files = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = files.getNextEntry(); entry != null; entry = files.getNextEntry()) {
                if (!entry.isDirectory()) {
                    FILES.add(entry.getName().replaceFirst("^META-INF/versions/[0-9]+/", ""));
                }
            }
        }
    }

    @Test
    void hasNothingThatAServerOrAnAgentCouldHaveInAnotherVersion() {
        assertThat(FILES)
                .hasSizeGreaterThan(1000)
                .as("src/main/relocation.rules must name the packages of every library in the WAR")
                .allMatch(file -> file.startsWith("dev/ccproxy/")
                        || file.startsWith("META-INF/")
                        || file.startsWith("OSGI-INF/")
                        || file.equals("module-info.class"));
    }

    @Test
    void findsWhatItsLibrariesReadFromTheClassPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path jar : JARS) {
            urls.add(jar.toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> url = loader.loadClass("dev.ccproxy.shaded.okhttp3.HttpUrl");
            Object parsed = url.getMethod("get", String.class).invoke(null, "https://b\u00fccher.example.co.uk/");
            assertThat(url.getMethod("host").invoke(parsed)).isEqualTo("xn--bcher-kva.example.co.uk");
            assertThat(url.getMethod("topPrivateDomain").invoke(parsed))
                    .as("by the list of public suffixes, a file beside OkHttp's classes")
                    .isEqualTo("example.co.uk");
            Class<?> registry = loader.loadClass("dev.ccproxy.shaded.jtokkit.api.EncodingRegistry");
            Object encodings = loader.loadClass("dev.ccproxy.shaded.jtokkit.Encodings")
                    .getMethod("newLazyEncodingRegistry")
                    .invoke(null);
            Object encoding = registry.getMethod("getEncoding", String.class).invoke(encodings, "o200k_base");
            assertThat(loader.loadClass("dev.ccproxy.shaded.jtokkit.api.Encoding")
                            .getMethod("countTokensOrdinary", String.class)
                            .invoke(((Optional<?>) encoding).orElseThrow(), "Hello, world!"))
                    .as("by the vocabulary, a file beside JTokkit's classes")
                    .isEqualTo(4);
        }
    }

    private static final Map<String, List<String>> OTHER_LICENCES =
            Map.of("jtokkit", List.of("MIT"), "uplot", List.of("MIT"), "h2", List.of("MPL-2.0", "EPL 1.0"));

    @Test
    void saysWhatItCarriesAndUnderWhichLicence() throws IOException {
        JsonObject sbom;
        try (JsonReader reader = Json.createReader(new StringReader(META_INF.get("META-INF/sbom/ccproxy.cdx.json")))) {
            sbom = reader.readObject();
        }
        assertThat(sbom.getString("bomFormat")).isEqualTo("CycloneDX");
        List<JsonObject> components = sbom.getJsonArray("components").getValuesAs(JsonObject.class);
        assertThat(components)
                .extracting(each -> each.getString("name") + "-" + each.getString("version") + ".jar")
                .filteredOn(name -> !name.startsWith("h2-") && !name.startsWith("uplot-"))
                .containsExactlyInAnyOrderElementsOf(
                        JARS.stream().map(jar -> jar.getFileName().toString()).toList());
        assertThat(components).extracting(each -> each.getString("name")).contains("h2", "uplot");
        assertThat(FILES).contains("dev/ccproxy/database/h2.driver");
        assertThat(PAGE).contains("page/index.html", "page/uPlot.iife.min.js", "page/uPlot.min.css");
        assertThat(components).allSatisfy(each -> {
            List<String> licences = each.getJsonArray("licenses").getValuesAs(JsonObject.class).stream()
                    .map(licence -> licence.getJsonObject("license"))
                    .map(licence -> licence.getString("id", licence.getString("name", "")))
                    .toList();
            assertThat(licences).isEqualTo(OTHER_LICENCES.getOrDefault(each.getString("name"), List.of("Apache-2.0")));
            assertThat(META_INF.get("META-INF/NOTICE")).containsPattern("[( ]" + each.getString("name") + "[,)]");
        });
        assertThat(META_INF.get("META-INF/NOTICE")).isEqualTo(Files.readString(Path.of("NOTICE")));
        assertThat(META_INF.get("META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("LICENSE")));
    }
}
