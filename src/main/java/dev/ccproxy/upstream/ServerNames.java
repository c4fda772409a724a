package dev.ccproxy.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends the server name in the TLS handshake (SNI, RFC 6066, 3) also where the JDK does not: for a name without a dot, as
 * in Compose and Kubernetes, and for one with a dot at its end.
 */
final class ServerNames extends SSLSocketFactory {

    private final SSLSocketFactory factory;

    ServerNames(SSLSocketFactory factory) {
        this.factory = factory;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return withServerName(factory.createSocket(socket, host, port, autoClose), host);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return withServerName(factory.createSocket(host, port), host);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return withServerName(factory.createSocket(host, port, local, localPort), host);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return factory.createSocket(host, port, local, localPort);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    private static Socket withServerName(Socket socket, String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (socket instanceof SSLSocket tls && !isAddress(name)) {
            try {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(name)));
                tls.setSSLParameters(parameters);
            } catch (IllegalArgumentException e) {
                // Not a name that SNI can carry, such as one with a hyphen at its end: the handshake goes without.
                return socket;
            }
        }
        return socket;
    }

    /** An address is no server name (RFC 6066, 3). No top-level domain ends with a digit (RFC 3696, 2). */
    private static boolean isAddress(String host) {
        return host.isEmpty() || host.indexOf(':') >= 0 || (host.indexOf('.') >= 0 && endsWithDigit(host));
    }

    private static boolean endsWithDigit(String host) {
        return Character.isDigit(host.charAt(host.length() - 1));
    }
}
