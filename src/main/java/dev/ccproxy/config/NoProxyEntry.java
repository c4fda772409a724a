package dev.ccproxy.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code NO_PROXY}: a name, which includes all names below it, an address, a block of addresses such as
 * {@code 10.0.0.0/8}, each with or without a port, or {@code *} for all. Never asks a name server.
 */
final class NoProxyEntry {

    private static final Pattern ADDRESS =
            Pattern.compile(Loopback.OCTET + "(\\." + Loopback.OCTET + "){3}|[0-9a-f]*:[0-9a-f:.]*");
    private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]*](?:/[0-9]*)?|[^:]*):([0-9]{1,5})");

    /** The last part of a name has a letter (RFC 3986, 3.2.2): with digits alone it would be an address. */
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)(?!(?:.*\\.)?[0-9]+$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    private static final String ANY = "*";

    private final String name;
    private final byte @Nullable [] network;
    private final int bits;
    private final @Nullable Integer port;

    private NoProxyEntry(String name, byte @Nullable [] network, int bits, @Nullable Integer port) {
        this.name = name;
        this.network = network;
        this.bits = bits;
        this.port = port;
    }

    /** Null if it could never match. */
    static @Nullable NoProxyEntry parse(String entry) {
        var withPort = WITH_PORT.matcher(entry);
        if (!withPort.matches()) {
            return parse(entry, null);
        }
        int port = Integer.parseInt(withPort.group(2));
        return port < 1 || port > 65535 ? null : parse(withPort.group(1), port);
    }

    private static @Nullable NoProxyEntry parse(String hosts, @Nullable Integer port) {
        if (hosts.equals(ANY)) {
            return new NoProxyEntry(ANY, null, 0, port);
        }
        int slash = hosts.indexOf('/');
        byte[] network = address(bare(slash < 0 ? hosts : hosts.substring(0, slash)));
        if (network != null) {
            String bits = slash < 0 ? Integer.toString(network.length * 8) : hosts.substring(slash + 1);
            return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= network.length * 8
                    ? new NoProxyEntry(hosts, network, Integer.parseInt(bits), port)
                    : null;
        }
        String name = hosts.startsWith("[") ? hosts : bare(hosts).replaceFirst("^\\*?\\.", "");
        return NAME.matcher(name).matches() ? new NoProxyEntry(name, null, 0, port) : null;
    }

    /** A host without brackets, as {@link #bare} makes it, and its port. */
    boolean matches(String host, int hostPort) {
        if (port != null && port != hostPort) {
            return false;
        }
        if (network != null) {
            byte[] address = address(host);
            return address != null && isInNetwork(Objects.requireNonNull(network), address);
        }
        return name.equals(ANY) || host.equals(name) || host.endsWith("." + name);
    }

    private boolean isInNetwork(byte[] block, byte[] address) {
        if (block.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((block[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Null if it is not a numeric address. */
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

    /** An address without its brackets; a name that ends with a dot is the same name (RFC 1034, 3.1). */
    static String bare(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
