import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.util.logging.Logger;

/** The smallest WAR that answers what the bench asks. */
@Path("/")
public class Empty {

    /** As nearly every WAR has one. On Open Liberty the logger of a name keeps the first class that has asked for it. */
    private static final Logger LOG = Logger.getLogger(Empty.class.getName());

    /** JDK 17 keeps one record class that was compared, and with it its class loader (ObjectMethods.OBJECT_EQ). */
    private record Compared(String text) {}

    @GET
    @Path("{any:.*}")
    public String get() {
        LOG.fine("asked");
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
