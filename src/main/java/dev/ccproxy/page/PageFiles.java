package dev.ccproxy.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.http.CurrentRequest;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of the folder {@code page} of the WAR, in memory and compressed. JAX-RS at the root of the context hides them from
 * the servers, and what the servers would make of them is not the same. The URLs have a version, which changes with any of the
 * files, so that a browser need not ask again for what it has.
 */
@ApplicationScoped
public class PageFiles {

    private static final String FOLDER = "/page/";
    private static final String PAGE = "index.html";
    private static final String IN_THE_PAGE = "\"page/";
    private static final int VERSION_DIGITS = 16;
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "no-cache";

    /**
     * The page takes nothing from elsewhere and nothing that is written into it, runs in no frame, and sends no form: even a
     * name or a note that got into it as HTML could do nothing.
     */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Inject
    private ServletContext context;

    private volatile @Nullable Folder folder;

    private record Folder(String version, Map<String, PageFile> files) {}

    public PageFiles() {}

    /** The page itself. */
    Response page() {
        return response(PAGE, HttpHeaders.ACCEPT + ", " + HttpHeaders.ACCEPT_ENCODING, ASK_AGAIN);
    }

    /**
     * One of its files, in the form that the present request takes.
     *
     * @param version of which the page was that names it: another program behind the same load balancer may have another
     */
    Response file(String version, String name) {
        return response(name, HttpHeaders.ACCEPT_ENCODING, version.equals(folder().version()) ? FOR_EVER : ASK_AGAIN);
    }

    private Response response(String name, String vary, String cached) {
        PageFile file = folder().files().get(name);
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
                .header(HttpHeaders.CACHE_CONTROL, cached)
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("Referrer-Policy", "no-referrer")
                .build();
    }

    /** Read at the first request, because most servers are never looked at. */
    private Folder folder() {
        Folder present = folder;
        if (present == null) {
            present = read(context);
            folder = present;
        }
        return present;
    }

    private static Folder read(ServletContext context) {
        Map<String, byte[]> contents = new TreeMap<>();
        for (String path : context.getResourcePaths(FOLDER)) {
            try (InputStream in = context.getResourceAsStream(path)) {
                contents.put(path.substring(FOLDER.length()), in.readAllBytes());
            } catch (IOException e) {
                throw new IllegalStateException("The WAR's " + path + " cannot be read", e);
            }
        }
        String version = version(contents);
        Map<String, PageFile> files = new HashMap<>();
        contents.forEach((name, bytes) ->
                files.put(name, PageFile.of(name, name.equals(PAGE) ? withVersion(bytes, version) : bytes)));
        return new Folder(version, files);
    }

    private static String version(Map<String, byte[]> contents) {
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        contents.forEach((name, bytes) -> digests.writeBytes((name + PageFile.digest(bytes)).getBytes(UTF_8)));
        return PageFile.digest(digests.toByteArray()).substring(0, VERSION_DIGITS);
    }

    private static byte[] withVersion(byte[] page, String version) {
        return new String(page, UTF_8)
                .replace(IN_THE_PAGE, IN_THE_PAGE + version + "/")
                .getBytes(UTF_8);
    }
}
