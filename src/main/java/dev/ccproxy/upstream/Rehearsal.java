package dev.ccproxy.upstream;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Loads the classes that OkHttp needs when a call fails. Without a free file descriptor no class can be loaded, and the JVM
 * remembers for ever that one could not (JVMS 17, 5.4.3): after that, no call to a provider that is down would end.
 */
final class Rehearsal {

    private static final Logger LOG = System.getLogger(Rehearsal.class.getName());

    private Rehearsal() {}

    /** Fails once to connect and once to look up a name, without opening a socket. */
    static void failOnce(OkHttpClient client) {
        fail(client.newBuilder().socketFactory(closed()).dns(name -> List.of(InetAddress.getLoopbackAddress())));
        fail(client.newBuilder().socketFactory(closed()).dns(name -> {
            throw new UnknownHostException(name);
        }));
    }

    private static void fail(OkHttpClient.Builder client) {
        try (Response response = client.build()
                .newCall(new Request.Builder().url("https://rehearsal.invalid").build())
                .execute()) {
            throw new IllegalStateException("A response without a socket: " + response.code());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, () -> "OkHttp is ready to fail: " + e);
        }
    }

    private static CallSockets closed() {
        CallSockets closed = new CallSockets(0);
        closed.close();
        return closed;
    }
}
