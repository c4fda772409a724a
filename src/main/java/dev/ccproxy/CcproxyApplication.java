package dev.ccproxy;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** JAX-RS at the root of the WAR's context; resources and providers are found by their annotations. */
@ApplicationPath("/")
public class CcproxyApplication extends Application {

    /** For the container. */
    public CcproxyApplication() {}

    @Override
    public Map<String, Object> getProperties() {
        // Otherwise Payara answers OPTIONS with a description of the whole API.
        // And makes relative places absolute, by a Host and a scheme that a reverse proxy in front may have changed.
        return Map.of(
                "jersey.config.server.wadl.disableWadl",
                true,
                "jersey.config.server.headers.location.relative.resolution.disabled",
                true);
    }
}
