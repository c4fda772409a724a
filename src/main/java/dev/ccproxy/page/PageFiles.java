package dev.ccproxy.page;

import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of the folder {@code page} of the WAR, in memory and compressed. JAX-RS at the root of the context hides them from
 * the servers, and what the servers would make of them is not the same.
 */
@ApplicationScoped
public class PageFiles {

    private static final String FOLDER = "/page/";
    private static final String PAGE = "index.html";

    /**
     * The page takes nothing from elsewhere and nothing that is written into it, runs in no frame, and sends no form: even a
     * name or a note that got into it as HTML could do nothing.
     */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Inject
    private ServletContext context;

    private volatile @Nullable Map<String, PageFile> files;

    public PageFiles() {}

    /** The page itself. */
    Response page() {
        return response(PAGE, HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING);
    }

    /** One of its files, in the form that the present request takes. */
    Response file(String name) {
        return response(name, HttpHeaders.ACCEPT_ENCODING);
    }

    private Response response(String name, String vary) {
        PageFile file = files().get(name);
        if (file == null) {
            throw new ErrorException(ErrorType.NOT_FOUND);
        }
        HttpServletRequest request = CurrentRequest.get();
        PageFile.Form form = file.formFor(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        Response.ResponseBuilder response = form.isKnownTo(request.getHeader(HttpHeaders.IF_NONE_MATCH))
                ? Response.notModified()
                : Response.ok(form.bytes(), file.contentType()).header(HttpHeaders.CONTENT_ENCODING, form.encoding());
        return response.header(HttpHeaders.ETAG, form.etag())
                .header(HttpHeaders.VARY, vary)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    /** Read at the first request, because most servers are never looked at. */
    private Map<String, PageFile> files() {
        Map<String, PageFile> present = files;
        if (present == null) {
            present = read(context);
            files = present;
        }
        return present;
    }

    private static Map<String, PageFile> read(ServletContext context) {
        Map<String, PageFile> read = new HashMap<>();
        Set<String> paths = context.getResourcePaths(FOLDER);
        for (String path : paths) {
            try (InputStream in = context.getResourceAsStream(path)) {
                String name = path.substring(FOLDER.length());
                read.put(name, PageFile.of(name, in.readAllBytes()));
            } catch (IOException e) {
                throw new IllegalStateException("The WAR's " + path + " cannot be read", e);
            }
        }
        return read;
    }
}
