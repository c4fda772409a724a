package dev.ccproxy.monitor;

import static dev.ccproxy.monitor.FaultServer.awaitHangUp;
import static dev.ccproxy.monitor.FaultServer.overTls;
import static dev.ccproxy.monitor.FaultServer.readHead;
import static dev.ccproxy.monitor.FaultServer.responds;
import static dev.ccproxy.monitor.FaultServer.write;

import dev.ccproxy.monitor.FaultServer.Behaviour;
import java.io.IOException;
import java.net.Socket;

/** The ways in which a provider that accepts connections can be down, each with the expected reason. */
@SuppressWarnings("ImmutableEnumChecker") // A behaviour is a lambda expression without state.
enum Fault {
    CLOSES_AT_ONCE("http", Reason.CONNECTION_FAILED, connection -> {}),
    CLOSES_WITHOUT_A_RESPONSE("http", Reason.CONNECTION_FAILED, connection -> readHead(connection)),
    CLOSES_WITHIN_THE_HEADERS("http", Reason.CONNECTION_FAILED, connection -> {
        readHead(connection);
        write(connection, "HTTP/1.1 200 OK\r\nContent-");
    }),
    RESETS("http", Reason.CONNECTION_FAILED, Fault::reset),
    SAYS_NOTHING("http", Reason.RESPONSE_TIMEOUT, Fault::hang),
    ENDLESS_SLOW_HEADERS("http", Reason.RESPONSE_TIMEOUT, connection -> {
        write(connection, "HTTP/1.1 200 OK\r\n");
        while (true) {
            write(connection, "X-More: of them\r\n");
            Thread.sleep(20);
        }
    }),
    ENDLESS_HEADERS("http", Reason.PROTOCOL_ERROR, Fault::endlessHeaders),
    ENDLESS_LINE("http", Reason.PROTOCOL_ERROR, connection -> {
        write(connection, "HTTP/1.1 200 OK\r\nX-More: ");
        while (true) {
            write(connection, "and more ".repeat(100));
        }
    }),
    ENDLESS_HEADERS_OVER_TLS("https", Reason.PROTOCOL_ERROR, overTls(Certificates.good(), Fault::endlessHeaders)),
    ENDLESS_CONTINUE("http", Reason.RESPONSE_TIMEOUT, connection -> {
        while (true) {
            write(connection, "HTTP/1.1 100 Continue\r\n\r\n");
            Thread.sleep(20);
        }
    }),
    GREETS_AND_WAITS("http", Reason.PROTOCOL_ERROR, connection -> {
        write(connection, "J\u0000\u0000\u0000\n8.0.36");
        awaitHangUp(connection);
    }),
    GARBAGE_WITHOUT_AN_END("http", Reason.PROTOCOL_ERROR, connection -> {
        readHead(connection);
        write(connection, "SSH-2.0-OpenSSH_9.6");
    }),
    CLOSES_WITHIN_THE_STATUS("http", Reason.CONNECTION_FAILED, connection -> {
        readHead(connection);
        write(connection, "HTT");
    }),
    GARBAGE("http", Reason.PROTOCOL_ERROR, responds("SSH-2.0-OpenSSH_9.6")),
    STATUS_IS_NO_NUMBER("http", Reason.PROTOCOL_ERROR, responds("HTTP/1.1 fine thanks")),
    TLS_ON_THE_PLAIN_PORT("http", Reason.PROTOCOL_ERROR, connection -> {
        readHead(connection);
        write(connection, "\u0015\u0003\u0003\u0000\u0002\u0002\n\n");
        awaitHangUp(connection);
    }),
    PLAIN_HTTP_ON_THE_TLS_PORT("https", Reason.TLS_FAILURE, connection -> {
        write(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
        awaitHangUp(connection);
    }),
    CLOSES_IN_THE_HANDSHAKE("https", Reason.TLS_FAILURE, connection -> read(connection)),
    RESETS_IN_THE_HANDSHAKE("https", Reason.TLS_FAILURE, connection -> {
        read(connection);
        connection.setSoLinger(true, 0);
    }),
    HANGS_IN_THE_HANDSHAKE("https", Reason.RESPONSE_TIMEOUT, Fault::hang),
    SELF_SIGNED("https", Reason.TLS_UNTRUSTED, overTls(Certificates.selfSigned(), responds("HTTP/1.1 200 OK"))),
    EXPIRED("https", Reason.TLS_EXPIRED, overTls(Certificates.expired(), responds("HTTP/1.1 200 OK"))),
    OF_ANOTHER_NAME(
            "https", Reason.TLS_HOSTNAME_MISMATCH, overTls(Certificates.ofAnotherName(), responds("HTTP/1.1 200 OK"))),
    SAYS_NOTHING_OVER_TLS("https", Reason.RESPONSE_TIMEOUT, overTls(Certificates.good(), Fault::hang)),
    CLOSES_WITHOUT_A_RESPONSE_OVER_TLS(
            "https", Reason.CONNECTION_FAILED, overTls(Certificates.good(), connection -> readHead(connection))),
    GARBAGE_OVER_TLS("https", Reason.PROTOCOL_ERROR, overTls(Certificates.good(), responds("220 mail.example ESMTP")));

    final String scheme;
    final Reason reason;
    final Behaviour behaviour;

    Fault(String scheme, Reason reason, Behaviour behaviour) {
        this.scheme = scheme;
        this.reason = reason;
        this.behaviour = behaviour;
    }

    private static void endlessHeaders(Socket connection) throws IOException {
        readHead(connection);
        write(connection, "HTTP/1.1 200 OK\r\n");
        while (true) {
            write(connection, "X-More: of them\r\n".repeat(100));
        }
    }

    private static void hang(Socket connection) throws IOException {
        awaitHangUp(connection);
    }

    private static void read(Socket connection) throws IOException {
        connection.getInputStream().read();
    }

    private static void reset(Socket connection) throws IOException {
        readHead(connection);
        connection.setSoLinger(true, 0);
    }
}
