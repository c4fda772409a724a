package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @BeforeAll
    static void unpack() throws IOException {
        try (ZipInputStream war = new ZipInputStream(Files.newInputStream(Path.of("target/ccproxy.war")))) {
            for (ZipEntry entry = war.getNextEntry(); entry != null; entry = war.getNextEntry()) {
                if (entry.getName().endsWith(".jar")) {
                    Path jar = folder.resolve(entry.getName().substring(LIBRARIES.length()));
                    Files.copy(war, jar);
                    JARS.add(jar);
                    list(jar);
                } else if (entry.getName().startsWith("WEB-INF/classes/") && !entry.isDirectory()) {
                    FILES.add(entry.getName().substring("WEB-INF/classes/".length()));
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
        }
    }
}
