package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON of a {@link Status}. As a rule only the uptime has changed since the last time, so the rest is kept:
 * a client that asks every ten seconds runs code that the JVM has not compiled, and writing all of it, by JSON-B or
 * not, would be most of the cost.
 */
final class StatusJson {

    private static final String UPTIME = "\"uptime\":\"";

    private static volatile @Nullable Written last;

    /**
     * What was written last.
     *
     * @param before what stands before the value of the uptime
     * @param after what stands after it
     */
    private record Written(Status status, String before, String after) {

        static Written of(Status status) {
            String json = write(status);
            // It is there once: in a value, the quotation marks would be escaped.
            int uptime = json.indexOf(UPTIME) + UPTIME.length();
            return new Written(
                    status,
                    json.substring(0, uptime),
                    json.substring(uptime + status.uptime().length()));
        }
    }

    private StatusJson() {}

    /** UTF-8. */
    static byte[] of(Status status) {
        Written written = last;
        if (written == null || !written.status.isLike(status)) {
            written = Written.of(status);
            last = written;
        }
        return written.before.concat(status.uptime()).concat(written.after).getBytes(UTF_8);
    }

    private static String write(Status status) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.createGenerator(text)) {
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
        return text.toString();
    }
}
