package dev.ccproxy.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How each server is started: with our configuration, what a test adds to it, and all that it writes in one folder. */
final class Launch {

    private Launch() {}

    /** The server and its level, such as {@code liberty-ee11}. */
    static String server() {
        return System.getProperty("ccproxy.it.server", "liberty");
    }

    private static boolean isLiberty() {
        return server().startsWith("liberty");
    }

    static ProcessBuilder command(Path directory, Extras extras) throws IOException {
        return isLiberty() ? liberty(directory, extras) : payara(directory, extras);
    }

    private static ProcessBuilder liberty(Path directory, Extras extras) throws IOException {
        Path server = Files.createDirectories(directory.resolve("servers/ccproxy/apps"))
                .getParent();
        for (String file : List.of("bootstrap.properties", "jvm.options")) {
            Files.copy(Path.of("src/main/liberty/config", file), server.resolve(file));
        }
        Files.writeString(server.resolve("server.xml"), libertyConfiguration());
        Files.copy(Path.of("target/ccproxy.war"), server.resolve("apps/ccproxy.war"));
        Path overrides = Files.createDirectories(server.resolve("configDropins/overrides"));
        for (Map.Entry<String, String> file : extras.libertyOverrides.entrySet()) {
            Files.writeString(overrides.resolve(file.getKey()), file.getValue());
        }
        ProcessBuilder builder =
                new ProcessBuilder(System.getProperty("ccproxy.it.liberty") + "/bin/server", "run", "ccproxy");
        builder.environment().put("WLP_USER_DIR", directory.toString());
        return builder;
    }

    /** Ours, with the versions of features that another level has. */
    private static String libertyConfiguration() throws IOException {
        String xml = Files.readString(Path.of("src/main/liberty/config/server.xml"));
        String features = System.getProperty("ccproxy.it.liberty.features", "");
        for (String feature : List.of(features.split(" "))) {
            String name = feature.replaceAll("-.*", "-");
            xml = xml.replaceAll("(<feature>)" + name + "[0-9.]+", "$1" + feature);
        }
        return xml;
    }

    private static ProcessBuilder payara(Path directory, Extras extras) throws IOException {
        String ours = "src/main/payara/preboot.txt";
        Path preboot = Files.writeString(
                directory.resolve("preboot.txt"), Files.readString(Path.of(ours)) + extras.payaraPreboot);
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Djava.io.tmpdir=" + directory));
        command.addAll(
                List.of(System.getProperty("ccproxy.it.payara.jvm.options").split(" ")));
        command.addAll(extras.payaraJvmOptions);
        command.addAll(List.of("-jar", System.getProperty("ccproxy.it.payara")));
        command.addAll(List.of(System.getProperty("ccproxy.it.payara.arguments")
                .replace(ours, preboot.toString())
                .split(" ")));
        return new ProcessBuilder(command);
    }
}
