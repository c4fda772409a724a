package dev.ccproxy.it;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** How each server is started: with our configuration, what a test adds to it, and all that it writes in one folder. */
final class Launch {

    /**
     * A server of a test lives for seconds: without the compiler that takes its time, its start takes half the CPU; and a
     * fifth less with the collector that needs no threads of its own.
     */
    private static final List<String> FOR_SECONDS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

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
        Path ours = Path.of("src/main/liberty/config");
        Files.writeString(
                server.resolve("bootstrap.properties"),
                Files.readString(ours.resolve("bootstrap.properties")) + extras.libertyBootstrap);
        List<String> options = new ArrayList<>(Files.readAllLines(ours.resolve("jvm.options")));
        options.addAll(FOR_SECONDS);
        FirstStart.prepare(server, options);
        options.addAll(extras.jvmOptions);
        Files.write(server.resolve("jvm.options"), options);
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
        command.addAll(FOR_SECONDS);
        command.addAll(extras.jvmOptions);
        command.addAll(extras.payaraJvmOptions);
        command.addAll(payaraMicro(extras));
        command.addAll(List.of(System.getProperty("ccproxy.it.payara.arguments")
                .replace(ours, preboot.toString())
                .replace("--contextroot /", "--contextroot " + (extras.root.isEmpty() ? "/" : extras.root))
                .split(" ")));
        command.addAll(extras.payaraArguments);
        if (!extras.payaraPostboot.isEmpty()) {
            Path postboot = Files.writeString(directory.resolve("postboot.txt"), extras.payaraPostboot);
            command.addAll(List.of("--postbootcommandfile", postboot.toString()));
        }
        return new ProcessBuilder(command);
    }

    /** As it is; or, as only a program that embeds it can make it undeploy something, within one that does. */
    private static List<String> payaraMicro(Extras extras) throws IOException {
        String jar = System.getProperty("ccproxy.it.payara");
        if (!extras.undeployable) {
            return List.of("-jar", jar);
        }
        List<String> command = new ArrayList<>();
        try (JarFile file = new JarFile(jar)) {
            Attributes manifest = file.getManifest().getMainAttributes();
            for (String what : List.of("exports", "opens")) {
                for (String module : List.of(manifest.getValue("Add-" + what).split(" "))) {
                    command.add("--add-" + what + "=" + module + "=ALL-UNNAMED");
                }
            }
        }
        command.addAll(List.of("-cp", jar, "bench/redeploy/Micro.java"));
        return command;
    }

    /** Takes our WAR out of a server that was started with {@link Extras#undeployable}, by that server's own means. */
    static void undeploy(Process process, Path directory) throws IOException {
        if (isLiberty()) {
            Path server = directory.resolve("servers/ccproxy");
            Files.delete(server.resolve("configDropins/overrides/root.xml"));
            Path xml = server.resolve("server.xml");
            Files.writeString(xml, Files.readString(xml).replaceAll("<webApplication id=\"ccproxy\".*/>", ""));
        } else {
            Writer commands = process.outputWriter();
            commands.write("undeploy\n");
            commands.flush();
        }
    }
}
