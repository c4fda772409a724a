import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;

/** The smallest WAR that answers what the bench asks. */
@Path("/")
public class Empty {

    @GET
    @Path("{any:.*}")
    public String get() {
        return "empty";
    }

    @ApplicationPath("/")
    public static class Root extends Application {}
}
