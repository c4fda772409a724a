package dev.ccproxy.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The kernel's table of TCP connections (Linux, {@code /proc/net/tcp} in proc(5)): the one place where a WAR can see that
 * a client has gone, because no server tells it. A row costs next to nothing: a busy host has ten thousand.
 */
final class SocketTable {

    private static final int V4_LENGTH = 4;

    private final List<Path> files;

    /** The system's own. */
    SocketTable() {
        this(List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")));
    }

    SocketTable(List<Path> files) {
        this.files = files;
    }

    /** Whether this system has such a table. */
    boolean isReadable() {
        return files.stream().anyMatch(Files::isReadable);
    }

    /**
     * What a connection is found by: a hash of the peer's address and the two ports.
     *
     * @param peer an address in digits
     */
    static long key(String peer, int peerPort, int localPort) throws UnknownHostException {
        byte[] address = InetAddress.getByName(peer).getAddress();
        long hash = 0;
        // As the kernel writes them: words of four bytes, each as a number in the machine's order; of an IPv4 peer the
        // last
        // word alone, because a socket of IPv6 has it with a prefix.
        for (int word = 0; word < address.length; word += V4_LENGTH) {
            long number = 0;
            for (int i = V4_LENGTH - 1; i >= 0; i--) {
                number = (number << 8) | (address[word + i] & 0xFF);
            }
            hash = mixed(hash, number);
        }
        return mixed(hash, ((long) peerPort << 16) | localPort);
    }

    private static long mixed(long hash, long number) {
        long mixed = (hash + number) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }

    /**
     * Which of some connections, by their keys, are in the table.
     *
     * @return true for one that is established in both directions, false for one that the peer has closed
     */
    Map<Long, Boolean> find(Set<Long> wanted) throws IOException {
        Map<Long, Boolean> found = new HashMap<>();
        byte[] bytes = new byte[64 * 1024];
        for (Path file : files) {
            if (!Files.isReadable(file)) {
                continue;
            }
            Row row = new Row();
            try (InputStream in = Files.newInputStream(file)) {
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    for (int i = 0; i < read; i++) {
                        if (bytes[i] != '\n') {
                            row.take(bytes[i]);
                            continue;
                        }
                        if (row.isWhole()) {
                            Long key = row.key();
                            if (wanted.contains(key)) {
                                found.merge(key, row.isEstablished(), Boolean::logicalOr);
                            }
                        }
                        row.reset();
                    }
                }
            }
        }
        return found;
    }

    /** Such as {@code 0: 0100007F:0D80 0100007F:C350 01 …}: number, local address and port, those of the peer, state. */
    private static final class Row {

        private static final int ESTABLISHED = 1;
        private static final int V4_DIGITS = 8;

        /** The prefix of an IPv4 address as one of IPv6 (RFC 4291, 2.5.5.2), as the kernel writes its words. */
        private static final long[] V4_MAPPED = {0, 0, 0xFFFF0000L};

        private final long[] words = new long[4];
        private int field;
        private boolean inField;
        private boolean inPort;
        private int digits;
        private int localPort;
        private int peerPort;
        private int state;

        void take(byte next) {
            if (next == ' ') {
                field += inField ? 1 : 0;
                inField = false;
                inPort = false;
                return;
            }
            inField = true;
            if (next == ':') {
                inPort = true;
                return;
            }
            switch (field) {
                case 1 -> localPort = inPort ? (localPort << 4) | digit(next) : 0;
                case 2 -> {
                    if (inPort) {
                        peerPort = (peerPort << 4) | digit(next);
                    } else if (digits < words.length * V4_DIGITS) {
                        words[digits / V4_DIGITS] = (words[digits / V4_DIGITS] << 4) | digit(next);
                        digits++;
                    }
                }
                case 3 -> state = (state << 4) | digit(next);
                default -> {}
            }
        }

        private static int digit(byte hexadecimal) {
            return Math.max(Character.digit(hexadecimal, 16), 0);
        }

        boolean isWhole() {
            return field > 3;
        }

        boolean isEstablished() {
            return state == ESTABLISHED;
        }

        long key() {
            int count = digits / V4_DIGITS;
            boolean mapped = count == words.length
                    && words[0] == V4_MAPPED[0]
                    && words[1] == V4_MAPPED[1]
                    && words[2] == V4_MAPPED[2];
            long hash = 0;
            for (int i = mapped ? words.length - 1 : 0; i < count; i++) {
                hash = mixed(hash, words[i]);
            }
            return mixed(hash, ((long) peerPort << 16) | localPort);
        }

        void reset() {
            field = 0;
            inField = false;
            inPort = false;
            digits = 0;
            localPort = 0;
            peerPort = 0;
            state = 0;
            words[0] = 0;
            words[1] = 0;
            words[2] = 0;
            words[3] = 0;
        }
    }
}
