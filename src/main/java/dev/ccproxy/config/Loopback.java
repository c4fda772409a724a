package dev.ccproxy.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Recognises the names and addresses by which a machine reaches itself. Never asks a name server. */
public final class Loopback {

    static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("127(\\." + OCTET + "){3}");
    /** The longest spelling of an address: a client may send much more, and a pattern takes time. */
    private static final int MAX_LENGTH = 45;

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");

    private Loopback() {}

    /**
     * Whether a numeric address is 127.0.0.0/8, ::1 or the IPv4-mapped form of the former, however it is spelt.
     *
     * @param address without brackets
     * @return false for a name
     */
    public static boolean isAddress(String address) {
        if (isIpv4(address)) {
            return true;
        }
        if (address.length() > MAX_LENGTH || !IPV6.matcher(address).matches()) {
            return false;
        }
        try {
            // Text of digits, letters a to f and colons is parsed as an address or refused, never looked up.
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Whether the host of a URL names this machine: localhost or a loopback address.
     *
     * @param host in lower case, an IPv6 address in brackets
     * @return false for any other name, wherever it leads
     */
    public static boolean isHost(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return isAddress(host.substring(1, host.length() - 1));
        }
        return host.equals("localhost") || isIpv4(host);
    }

    private static boolean isIpv4(String host) {
        // The usual one first, because a pattern that the JVM has not compiled is slow.
        return host.equals("127.0.0.1")
                || (host.length() <= MAX_LENGTH && IPV4.matcher(host).matches());
    }
}
