package dev.ccproxy.gateway;

import dev.ccproxy.auth.Client;
import dev.ccproxy.http.RequestInfo;
import dev.ccproxy.usage.UsageRecord.Operation;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is needed of a client's request, copied on the request's own thread: on another one, Open Liberty tells the query of
 * another request.
 *
 * @param info its id
 * @param client who sends it
 * @param operation what is asked for
 * @param query as the client has written it, without the question mark; null if there is none
 * @param headers all of them, in their order
 * @param contentLength negative if it is not known
 * @param contentEncoding in lower case; empty for none
 * @param body not read yet
 * @param peer the address of the connection's other end, in digits
 */
record ClientRequest(
        RequestInfo info,
        Client client,
        Operation operation,
        @Nullable String query,
        List<Header> headers,
        long contentLength,
        String contentEncoding,
        ServletInputStream body,
        String peer,
        int peerPort,
        int localPort) {

    /** A header field. */
    record Header(String name, String value) {}

    static ClientRequest of(HttpServletRequest request, Client client, Operation operation) throws IOException {
        List<Header> headers = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                headers.add(new Header(name, value));
            }
        }
        return new ClientRequest(
                RequestInfo.of(request),
                client,
                operation,
                request.getQueryString(),
                List.copyOf(headers),
                request.getContentLengthLong(),
                Objects.requireNonNullElse(request.getHeader("Content-Encoding"), "")
                        .strip()
                        .toLowerCase(Locale.ROOT),
                request.getInputStream(),
                request.getRemoteAddr(),
                request.getRemotePort(),
                request.getLocalPort());
    }
}
