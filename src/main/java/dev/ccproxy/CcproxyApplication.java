package dev.ccproxy;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** JAX-RS at the root of the WAR's context; resources and providers are found by their annotations. */
@ApplicationPath("/")
public class CcproxyApplication extends Application {

    public CcproxyApplication() {}

    @Override
    public Map<String, Object> getProperties() {
        // Without the first, Payara responds to OPTIONS with a description of the whole API. Without the second, it
        // makes
        // a relative Location absolute, with a Host and a scheme that a reverse proxy may have changed.
        return Map.of(
                "jersey.config.server.wadl.disableWadl",
                true,
                "jersey.config.server.headers.location.relative.resolution.disabled",
                true);
    }
}
