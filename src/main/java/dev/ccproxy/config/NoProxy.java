package dev.ccproxy.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of {@code NO_PROXY}, which are asked without a proxy. Comma-separated: a name, which stands for all below
 * it too, an address, a block of addresses such as {@code 10.0.0.0/8}, each with a port or without, or {@code *} for
 * all. Never asks a name server.
 */
final class NoProxy {

    private static final Pattern ADDRESS =
            Pattern.compile(Loopback.OCTET + "(\\." + Loopback.OCTET + "){3}|[0-9a-f]*:[0-9a-f:.]*");
    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]*]|[^:]*):([0-9]{1,5})");

    private final List<String> entries;

    NoProxy(@Nullable String value) {
        entries = value == null
                ? List.of()
                : Arrays.stream(value.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                        .filter(entry -> !entry.isEmpty())
                        .toList();
    }

    boolean matches(URI url) {
        String host = withoutDot(withoutBrackets(url.getHost().toLowerCase(Locale.ROOT)));
        int port = url.getPort() != -1 ? url.getPort() : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return entries.stream().anyMatch(entry -> matches(entry, host, port));
    }

    private static boolean matches(String entry, String host, int port) {
        var withPort = WITH_PORT.matcher(entry);
        if (withPort.matches()) {
            return Integer.parseInt(withPort.group(2)) == port && matches(withPort.group(1), host);
        }
        return matches(entry, host);
    }

    private static boolean matches(String entry, String host) {
        if (entry.equals("*")) {
            return true;
        }
        int slash = entry.indexOf('/');
        if (slash >= 0) {
            return isIn(withoutBrackets(entry.substring(0, slash)), entry.substring(slash + 1), host);
        }
        byte[] address = address(withoutBrackets(entry));
        if (address != null) {
            return Arrays.equals(address, address(host));
        }
        String name = withoutDot(entry).replaceFirst("^\\*?\\.", "");
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    private static boolean isIn(String network, String prefix, String host) {
        byte[] block = address(network);
        byte[] address = address(host);
        if (block == null || address == null || block.length != address.length || !prefix.matches("[0-9]{1,3}")) {
            return false;
        }
        int bits = Integer.parseInt(prefix);
        for (int bit = 0; bit < Math.min(bits, block.length * 8); bit++) {
            int mask = 0x80 >> bit % 8;
            if ((block[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Null where it is no numeric address. */
    private static byte @Nullable [] address(String host) {
        if (!ADDRESS.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(host).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** A name that ends with a dot is the same name (RFC 1034, 3.1). */
    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
