package dev.ccproxy.messages;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as {@code GET /v1/models} describes it ("Get a Model" in Anthropic's API reference).
 *
 * @param id what a client asks for
 * @param json the whole description
 */
public record ModelInfo(String id, JsonObject json) {

    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    /** What the API says of a model whose date is not known. */
    private static final String UNKNOWN_DATE = Instant.EPOCH.toString();

    private static final int MAX_ID = 256;

    private static final double MAX_SECONDS = 253_402_300_799.0;

    /** Of a model of which nothing but its name is known. */
    public static ModelInfo of(String id) {
        return of(id, id, JsonValue.EMPTY_JSON_OBJECT);
    }

    /** With another id, and all that the provider says of it. */
    public ModelInfo withId(String other) {
        return of(other, json.getString("display_name", id), json);
    }

    /**
     * A page of a list.
     *
     * @param json as a provider sent it, Anthropic's, OpenAI's or Gemini's
     * @return null if it is no list of models
     */
    public static @Nullable Page page(byte[] json) {
        JsonObject list = JsonText.object(json, 0, json.length);
        if (list != null && list.get("models") instanceof JsonArray models) {
            return geminis(models, JsonText.string(list, "nextPageToken"));
        }
        if (list == null || !(list.get("data") instanceof JsonArray data)) {
            return null;
        }
        List<ModelInfo> models = new ArrayList<>();
        for (JsonValue each : data) {
            if (each instanceof JsonObject model && isId(JsonText.string(model, "id"))) {
                String id = JsonText.string(model, "id");
                String name = JsonText.string(model, "display_name");
                models.add(of(id, name.isEmpty() ? id : name, model));
            }
        }
        return new Page(models, list.getBoolean("has_more", false) ? JsonText.string(list, "last_id") : "");
    }

    /** Gemini's, in which each name begins with {@code models/}. */
    private static Page geminis(JsonArray all, String next) {
        List<ModelInfo> models = new ArrayList<>();
        for (JsonValue each : all) {
            String name = each instanceof JsonObject model ? JsonText.string(model, "name") : "";
            String id = name.substring(name.indexOf('/') + 1);
            if (each instanceof JsonObject model && isId(id)) {
                models.add(of(id, model.getString("displayName", id), JsonValue.EMPTY_JSON_OBJECT));
            }
        }
        return new Page(models, next);
    }

    /**
     * A part of a provider's list.
     *
     * @param next by what the next page is asked for; empty if this is the last one
     */
    public record Page(List<ModelInfo> models, String next) {}

    private static boolean isId(String id) {
        return !id.isEmpty() && id.length() <= MAX_ID && id.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    private static ModelInfo of(String id, String displayName, JsonObject told) {
        boolean ofThisApi = JsonText.string(told, "type").equals("model");
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("type", "model")
                .add("id", id)
                .add("display_name", displayName)
                .add("created_at", ofThisApi ? told.getString("created_at", UNKNOWN_DATE) : date(told));
        if (ofThisApi) {
            told.forEach((key, value) -> {
                if (!List.of("type", "id", "display_name", "created_at").contains(key)) {
                    json.add(key, value);
                }
            });
        }
        return new ModelInfo(id, json.build());
    }

    /** OpenAI's {@code created}, in seconds, as a date. */
    private static String date(JsonObject told) {
        // Not longValue: of 1e999999999 it would write out every digit first.
        double seconds = told.get("created") instanceof JsonNumber created ? created.doubleValue() : 0;
        return !(seconds >= 0 && seconds <= MAX_SECONDS)
                ? UNKNOWN_DATE
                : Instant.ofEpochSecond((long) seconds).toString();
    }
}
