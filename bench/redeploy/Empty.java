import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;

/** The smallest WAR that answers what the bench asks. */
@Path("/")
public class Empty {

    /** JDK 17 keeps one record class that was compared, and with it its class loader (ObjectMethods.OBJECT_EQ). */
    private record Compared(String text) {}

    @GET
    @Path("{any:.*}")
    public String get() {
        return new Compared("empty").equals(new Compared("full")) ? "full" : "empty";
    }

    @POST
    @Path("{any:.*}")
    public String post(byte[] body) {
        return "empty";
    }

    @ApplicationPath("/")
    public static class Root extends Application {}
}
