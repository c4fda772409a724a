package dev.ccproxy.status;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Writes {@link Status} as JSON, key by key: who asks every ten seconds meets code that the JVM has not compiled, and
 * JSON-B would be most of it.
 */
final class StatusJson {

    private static final JsonGeneratorFactory JSON = Json.createGeneratorFactory(Map.of());
    private static final int SIZE = 512;

    private StatusJson() {}

    static byte[] of(Status status) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(SIZE);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject()
                    .write("service", status.service())
                    .write("version", status.version())
                    .write("status", status.status())
                    .write("uptime", status.uptime())
                    .write("pid", status.pid())
                    .write("host", status.host())
                    .write("port", status.port())
                    .write("api_key_configured", status.apiKeyConfigured())
                    .writeStartObject("providers")
                    .write("count", status.providers().count())
                    .writeStartArray("active");
            for (String name : status.providers().active()) {
                json.write(name);
            }
            json.writeEnd()
                    .writeEnd()
                    .writeStartObject("build")
                    .write("version", status.build().version())
                    .write("commit", status.build().commit())
                    .write("date", status.build().date())
                    .writeEnd()
                    .writeEnd();
        }
        return bytes.toByteArray();
    }
}
