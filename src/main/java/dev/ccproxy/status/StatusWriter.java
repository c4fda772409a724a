package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.http.JsonbResolver;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@link Status} as JSON. All but the uptime is written as it was the last time, as long as it has not changed: who
 * asks every ten seconds meets code that the JVM has not compiled, and JSON-B is most of it.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public class StatusWriter implements MessageBodyWriter<Status> {

    private volatile @Nullable Template last;

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
        byte[] json = json(status);
        // Not for the servers to find out: some old checkers choke on chunks.
        headers.putSingle(HttpHeaders.CONTENT_LENGTH, json.length);
        out.write(json);
    }

    private byte[] json(Status status) {
        Template template = last;
        if (template == null || !template.fits(status)) {
            template = Template.of(status);
            last = template;
        }
        return template.json(status.uptime());
    }

    /** The JSON of a status, around its uptime. */
    private record Template(Status status, String before, String after) {

        private static Template of(Status status) {
            String json = JsonbResolver.JSONB.toJson(status);
            String uptime = "\"uptime\":\"";
            int start = json.indexOf(uptime) + uptime.length();
            return new Template(
                    status,
                    json.substring(0, start),
                    json.substring(start + status.uptime().length()));
        }

        private boolean fits(Status other) {
            return other.at(status.uptime()).equals(status);
        }

        private byte[] json(String uptime) {
            return (before + uptime + after).getBytes(UTF_8);
        }
    }
}
