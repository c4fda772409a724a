package dev.ccproxy.auth;

import dev.ccproxy.http.CurrentRequest;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /status/whoami}: as whom this program knows the client that asks. 401 {@code authentication_error}. */
@Path("/status/whoami")
@Produces(MediaType.APPLICATION_JSON)
public class WhoAmIEndpoint {

    /**
     * The client.
     *
     * @param client the name of the key; {@code default} if it has none, {@code local} for a local caller
     * @param team null for none
     * @param role {@code client}, {@code monitor} or {@code operator}; null for a local caller, who has no key and only reads
     */
    @JsonbPropertyOrder({"client", "team", "role"})
    public record Caller(
            String client, @Nullable String team, @Nullable String role) {}

    public WhoAmIEndpoint() {}

    /** The client, by the key that counts. */
    @GET
    public Caller get() {
        Client client = Client.of(CurrentRequest.get());
        String role = client.equals(Client.LOCAL) ? null : client.role().name().toLowerCase(Locale.ROOT);
        return new Caller(client.name(), client.team(), role);
    }
}
