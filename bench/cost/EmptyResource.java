import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;

/** A resource that does nothing but answer the bytes it is given at the start. */
@Path("resource")
public class EmptyResource {

    @GET
    @Produces("application/json")
    public byte[] get() {
        return Body.BYTES;
    }

    @ApplicationPath("/")
    public static class Root extends Application {}
}
