package dev.ccproxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of loopback on which nothing listens. They are below those that Linux gives to connections (32768 and more), so that
 * none of the many connections of a build takes one between here and the process that is to listen on it.
 */
public final class Ports {

    private static final int FIRST = 12_000;
    private static final int END = 32_000;

    private Ports() {}

    public static int free() {
        return ThreadLocalRandom.current()
                .ints(100, FIRST, END)
                .filter(Ports::isFree)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("something listens on each of a hundred ports"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
