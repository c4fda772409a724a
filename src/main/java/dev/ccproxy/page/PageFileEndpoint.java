package dev.ccproxy.page;

import dev.ccproxy.auth.Public;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** {@code GET /page/VERSION/FILE}: what the page consists of. 404 {@code not_found_error} for anything else. */
@Path("/page/{version}/{file}")
@Public
public class PageFileEndpoint {

    @Inject
    private PageFiles files;

    public PageFileEndpoint() {}

    /** One file. */
    @GET
    public Response get(@PathParam("version") String version, @PathParam("file") String file) {
        return files.file(version, file);
    }
}
