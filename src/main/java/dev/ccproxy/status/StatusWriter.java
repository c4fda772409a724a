package dev.ccproxy.status;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;

/**
 * Writes {@link Status} as JSON, key by key: who asks every ten seconds meets code that the JVM has not compiled, and
 * JSON-B would be most of it.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public class StatusWriter implements MessageBodyWriter<Status> {

    private static final JsonGeneratorFactory JSON = Json.createGeneratorFactory(Map.of());
    private static final int SIZE = 512;

    /** For the container. */
    public StatusWriter() {}

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == Status.class;
    }

    @Override
    public void writeTo(
            Status status,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
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
        // At once, so that the server gives the length: some old checkers choke on chunks.
        bytes.writeTo(out);
    }
}
