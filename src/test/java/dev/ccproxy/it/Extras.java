package dev.ccproxy.it;

import dev.ccproxy.database.PostgreSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HandshakeCertificates;

/** What a test's server has beside our configuration: as an operator would add it, by each server's own means. */
final class Extras {

    static final String LIBERTY_DEBUG =
            "<server><logging traceSpecification=\"dev.ccproxy.*=fine\" traceFileName=\"stdout\"/></server>\n";
    static final String PAYARA_DEBUG = "set-log-levels dev.ccproxy=FINE\n";

    /** For Open Liberty: files of {@code configDropins/overrides}. */
    final Map<String, String> libertyOverrides = new LinkedHashMap<>();

    /** For Open Liberty: lines that follow those of our {@code bootstrap.properties}. */
    final StringBuilder libertyBootstrap = new StringBuilder();

    /** For either server, such as an agent. */
    final List<String> jvmOptions = new ArrayList<>();

    /** For Payara Micro: commands that follow those of our own file, before the server is up. */
    final StringBuilder payaraPreboot = new StringBuilder();

    final List<String> payaraJvmOptions = new ArrayList<>();

    /** For Payara Micro: commands for when it is up, before our WAR is deployed. */
    final StringBuilder payaraPostboot = new StringBuilder();

    final List<String> payaraArguments = new ArrayList<>();

    String scheme = "http";

    /** Whether {@link Server#undeploy} is to work. */
    boolean undeployable;

    /** The context root of our WAR, without the last slash. */
    String root = "";

    /** How a caller trusts a server that speaks TLS. */
    HandshakeCertificates trust = new HandshakeCertificates.Builder().build();

    /** Logs what is for a search for faults, as the README says. */
    Extras debugging() {
        libertyOverrides.put("debug.xml", LIBERTY_DEBUG);
        payaraPostboot.append(PAYARA_DEBUG);
        return this;
    }

    /** Trusts the authorities of this PKCS #12 store, whose password is {@code changeit}. */
    Extras trusting(Path store) {
        libertyOverrides.put(
                "trust.xml",
                "<server><featureManager><feature>transportSecurity-1.0</feature></featureManager>"
                        + "<keyStore id='defaultKeyStore' location='" + store + "' password='changeit'/></server>");
        payaraJvmOptions.addAll(
                List.of("-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=changeit"));
        return this;
    }

    /** Speaks TLS with the key {@code ccproxy} of this PKCS #12 store, by the files that we ship for that. */
    Extras speakingTls(Path store, String password, HandshakeCertificates callers) {
        scheme = "https";
        trust = callers;
        try {
            libertyOverrides.put("tls.xml", Files.readString(Path.of("src/main/liberty/tls.xml")));
            payaraPreboot.append(Files.readString(Path.of("src/main/payara/tls.txt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        payaraJvmOptions.addAll(
                List.of("-Djavax.net.ssl.keyStore=" + store, "-Djavax.net.ssl.keyStorePassword=" + password));
        return this;
    }

    /** The DataSource {@code jdbc/ccproxy} with PostgreSQL's driver, by the files that we ship for that. */
    Extras withPostgreSql() {
        try {
            libertyOverrides.put("database.xml", Files.readString(Path.of("src/main/liberty/database.xml")));
            payaraPreboot.append(Files.readString(Path.of("src/main/payara/database.txt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        payaraArguments.addAll(List.of("--addlibs", PostgreSql.driver().toString()));
        return this;
    }

    /** Settings from a file such as our {@code ccproxy.properties}. */
    Extras configuredBy(Path properties) {
        libertyBootstrap.append("bootstrap.include=" + properties + "\n");
        payaraArguments.addAll(List.of("--systemproperties", properties.toString()));
        return this;
    }

    /** Our WAR at this context root. */
    Extras at(String contextRoot) {
        root = contextRoot;
        libertyOverrides.put(
                "root.xml", "<server><webApplication id='ccproxy' contextRoot='" + contextRoot + "'/></server>");
        return this;
    }

    /** The jars of this folder on the server's own library path, where every application finds them. */
    Extras withLibraries(Path folder) {
        libertyOverrides.put(
                "libraries.xml",
                "<server><library id='global'><fileset dir='" + folder + "' includes='*.jar'/></library></server>");
        payaraArguments.addAll(List.of("--addlibs", folder.toString()));
        return this;
    }

    /** Another application beside ours, called {@code neighbour}. */
    Extras beside(Path war, String contextRoot) {
        libertyOverrides.put(
                "neighbour.xml",
                "<server><webApplication id='neighbour' location='" + war + "' contextRoot='" + contextRoot
                        + "'/></server>");
        payaraPostboot.append("deploy --name neighbour --contextroot " + contextRoot + " " + war + "\n");
        return this;
    }
}
