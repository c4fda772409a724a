package dev.ccproxy.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a {@link Status}, around its uptime: the rest is seldom another than the last time. Not by JSON-B, and not
 * anew each time: who asks every ten seconds meets code that the JVM has not compiled, and that would be most of it.
 */
record StatusJson(Status status, String before, String after) {

    private static volatile @Nullable StatusJson last;

    /** UTF-8. */
    static byte[] of(Status status) {
        StatusJson json = last;
        if (json == null || !json.fits(status)) {
            json = around(status);
            last = json;
        }
        return (json.before + status.uptime() + json.after).getBytes(UTF_8);
    }

    private static StatusJson around(Status status) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.createGenerator(text)) {
            json.writeStartObject()
                    .write("service", status.service())
                    .write("version", status.version())
                    .write("status", status.status())
                    .write("uptime", "")
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
        String uptime = "\"uptime\":\"";
        int end = text.getBuffer().indexOf(uptime) + uptime.length();
        return new StatusJson(
                status, text.getBuffer().substring(0, end), text.getBuffer().substring(end));
    }

    /** Whether another status differs in its uptime only. */
    private boolean fits(Status other) {
        return other.pid() == status.pid()
                && other.port() == status.port()
                && other.apiKeyConfigured() == status.apiKeyConfigured()
                && other.providers().count() == status.providers().count()
                && other.providers().active().equals(status.providers().active())
                && other.host().equals(status.host())
                && other.version().equals(status.version())
                && other.service().equals(status.service())
                && other.status().equals(status.status())
                && Objects.equals(other.build(), status.build());
    }
}
