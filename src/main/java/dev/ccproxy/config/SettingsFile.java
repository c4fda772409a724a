package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The properties file that {@code ccproxy.config-file} names: its settings win over all others. */
final class SettingsFile {

    static final String KEY = "ccproxy.config-file";

    private SettingsFile() {}

    /**
     * The settings in a file's content.
     *
     * @param content what {@link KeyFile#read} gave
     * @throws IOException if it is no properties file; the message follows "names a file that" and quotes nothing of it
     */
    static Map<String, String> parse(byte[] content) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(content, UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new IOException("is no properties file: it has a backslash and a u without four digits", e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
