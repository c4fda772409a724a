package dev.ccproxy.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import java.util.Map;

/** An HTTP answer as it came over the wire; header names in lower case. */
record Response(int status, Map<String, List<String>> headers, String body) {

    String header(String name) {
        return String.join(", ", headers.getOrDefault(name, List.of()));
    }

    JsonObject json() {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        }
    }

    String errorType() {
        return json().getJsonObject("error").getString("type");
    }
}
