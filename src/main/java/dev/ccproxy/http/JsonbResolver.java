package dev.ccproxy.http;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** The one form of JSON: keys in snake_case, null written as {@code null}. */
@Provider
public class JsonbResolver implements ContextResolver<Jsonb> {

    /** Writes every JSON body of the application. */
    public static final Jsonb JSONB = JsonbBuilder.create(new JsonbConfig()
            .withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES)
            .withNullValues(true));

    public JsonbResolver() {}

    @Override
    public Jsonb getContext(Class<?> type) {
        return JSONB;
    }
}
