package dev.ccproxy.page;

import dev.ccproxy.auth.Public;
import dev.ccproxy.http.Accept;
import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.status.Build;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * {@code GET /}: for programs, that this is a gateway, in JSON; for people, the page, which asks for everything that it shows
 * as any other client does, and so is open to everybody.
 */
@Path("/")
@Public
public class FrontPage {

    /** What programs get. */
    public record Greeting(String message, String version) {}

    private static final Greeting GREETING =
            new Greeting("LLMs API", Build.load().version());

    @Inject
    private PageFiles files;

    public FrontPage() {}

    /** The page. */
    @GET
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
    public Response get() {
        HttpServletRequest request = CurrentRequest.get();
        Accept accept = Accept.of(request);
        boolean html = accept != null
                && accept.best(List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_HTML))
                        .equals(MediaType.TEXT_HTML);
        if (html && request.getRequestURI().equals(request.getContextPath())) {
            return withSlash(request);
        }
        return html
                ? files.page()
                : Response.ok(GREETING, MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                        .build();
    }

    /** To the same with a slash at its end, without which the page's links would lead to another application's files. */
    private static Response withSlash(HttpServletRequest request) {
        String root = request.getContextPath();
        String query = request.getQueryString();
        return Response.status(Response.Status.FOUND)
                .header(
                        HttpHeaders.LOCATION,
                        root.substring(root.lastIndexOf('/') + 1) + "/" + (query == null ? "" : "?" + query))
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
