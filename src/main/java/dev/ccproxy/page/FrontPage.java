package dev.ccproxy.page;

import dev.ccproxy.auth.Public;
import dev.ccproxy.http.Accept;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.status.Build;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** {@code GET /}: that this is a gateway, for programs in JSON and for people in HTML; nothing of its inside. */
@Path("/")
@Public
public class FrontPage {

    private static final String HTML = MediaType.TEXT_HTML + ";charset=UTF-8";

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>CCProxy</title></head>
            <body>
            <h1>CCProxy</h1>
            <p>This is a gateway to AI providers. To use it, give your client two variables:</p>
            <pre>ANTHROPIC_BASE_URL=this address
            ANTHROPIC_AUTH_TOKEN=your key, from whoever runs this gateway</pre>
            <p><a href="openapi.yaml">Its API</a></p>
            </body>
            </html>
            """;

    /** What programs get. */
    public record Greeting(String message, String version) {}

    private static final Greeting GREETING =
            new Greeting("LLMs API", Build.load().version());

    public FrontPage() {}

    /** The page. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
    public Response get() {
        Accept accept = Accept.of(CurrentRequest.get());
        boolean html = accept != null
                && accept.best(List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_HTML))
                        .equals(MediaType.TEXT_HTML);
        return Response.ok(html ? PAGE : GREETING, html ? HTML : MediaType.APPLICATION_JSON)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** {@code HEAD /api/hello}, with which Claude Code looks whether anybody is there before its first request. */
    @GET
    @Path("api/hello")
    @Produces(MediaType.APPLICATION_JSON)
    public Greeting hello() {
        return GREETING;
    }
}
