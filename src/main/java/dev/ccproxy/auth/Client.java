package dev.ccproxy.auth;

import dev.ccproxy.config.ApiKey;
import dev.ccproxy.config.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name the name of the key; {@code default} if it has none, {@code local} for a local caller
 * @param team the team of the key; null for none
 * @param role what the client may do; a local caller additionally needs what {@link Access} says
 * @param key the first eight hexadecimal digits of the key's digest; {@code local} for a local caller, who has none
 */
public record Client(String name, @Nullable String team, Role role, String key) {

    /** A caller on this machine who needs no key; eight digits of a digest are never "local". */
    static final Client LOCAL = new Client("local", null, Role.CLIENT, "local");

    private static final String ATTRIBUTE = Client.class.getName();

    static Client of(ApiKey key) {
        return new Client(key.holder().name(), key.holder().team(), key.holder().role(), key.label());
    }

    /** Whether it is a caller on this machine, who needs no key. */
    public boolean isLocal() {
        return equals(LOCAL);
    }

    /** Who sends a request that was let in; of a resource that is open to everybody, nobody knows. */
    public static Client of(HttpServletRequest request) {
        return (Client)
                Objects.requireNonNull(request.getAttribute(ATTRIBUTE), "Nobody has asked who sends this request");
    }

    /** Makes this the client of a request. */
    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
