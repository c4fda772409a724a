package dev.ccproxy.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request by HTTP/1.1 to {@code localhost:3456}, from this machine unless it says otherwise. */
final class FakeRequest implements InvocationHandler {

    private final String method;
    private final String path;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Object> attributes = new HashMap<>();
    private String peer = "127.0.0.1";

    private FakeRequest(String method, String path) {
        this.method = method;
        this.path = path;
        header("Host: localhost:3456");
    }

    static FakeRequest of(String method, String path) {
        return new FakeRequest(method, path);
    }

    FakeRequest header(String line) {
        int colon = line.indexOf(": ");
        headers.computeIfAbsent(line.substring(0, colon), unused -> new ArrayList<>())
                .add(line.substring(colon + 2));
        return this;
    }

    FakeRequest key(String key) {
        return header("x-api-key: " + key);
    }

    FakeRequest remote() {
        peer = "192.0.2.1";
        return this;
    }

    HttpServletRequest request() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                FakeRequest.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method called, Object[] arguments) {
        return switch (called.getName()) {
            case "getMethod" -> method;
            case "getServletPath" -> "";
            case "getPathInfo" -> path;
            case "getHeaderNames" -> Collections.enumeration(headers.keySet());
            case "getHeaders" -> Collections.enumeration(headers.getOrDefault((String) arguments[0], List.of()));
            case "getRemoteAddr" -> peer;
            case "getProtocol" -> "HTTP/1.1";
            case "isSecure" -> false;
            case "getScheme" -> "http";
            case "getServerName" -> "localhost";
            case "getServerPort" -> 3456;
            case "getAttribute" -> attributes.get((String) arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(called.toString());
        };
    }
}
