package dev.ccproxy.openapi;

import dev.ccproxy.auth.Public;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** {@code GET /openapi.yaml}: the description of the API, for everybody, whatever the configuration. */
@Path("/openapi.yaml")
@Public
public class OpenApiEndpoint {

    public OpenApiEndpoint() {}

    /** OpenAPI 3.0. */
    @GET
    @Produces("application/yaml")
    public byte[] get() throws IOException {
        try (InputStream in = Objects.requireNonNull(OpenApiEndpoint.class.getResourceAsStream("openapi.yaml"))) {
            return in.readAllBytes();
        }
    }
}
