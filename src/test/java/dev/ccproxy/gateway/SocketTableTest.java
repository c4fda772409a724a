package dev.ccproxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SocketTableTest {

    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    private Path folder;

    @Test
    void findsEstablishedConnectionsByPeerAndPorts() throws IOException {
        Path v4 = Files.writeString(
                folder.resolve("tcp"),
                HEAD
                        + "   0: 0100007F:0D80 0100007F:C350 01 00000000:00000000 00:00000000 00000000 0 0 1 1 0 20 4 30 10 -1\n"
                        + "   1: 0100007F:0D80 0200007F:C350 08 00000000:00000000 00:00000000 00000000 0 0 1 1 0 20 4 30 10 -1\n");
        Path v6 = Files.writeString(
                folder.resolve("tcp6"),
                HEAD
                        + "   0: 0000000000000000FFFF00000100007F:0D80 0000000000000000FFFF00000300007F:C351 01 0:0 0:0 0 0 0 1\n"
                        + "   1: B80D0120000000000000000001000000:0D80 B80D0120000000000000000002000000:C352 01 0:0 0:0 0 0 0 1\n");
        long first = SocketTable.key("127.0.0.1", 50000, 3456);
        long otherAddress = SocketTable.key("127.0.0.2", 50000, 3456);
        long mapped = SocketTable.key("127.0.0.3", 50001, 3456);
        long ipv6 = SocketTable.key("2001:db8::2", 50002, 3456);
        long missing = SocketTable.key("127.0.0.1", 50009, 3456);

        assertThat(new SocketTable(List.of(v4, v6, folder.resolve("none")))
                        .find(Set.of(first, otherAddress, mapped, ipv6, missing)))
                .isEqualTo(Map.of(first, true, otherAddress, false, mapped, true, ipv6, true));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesThatThePeerOfARealConnectionHasGone() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
                Socket accepted = listener.accept()) {
            long key = SocketTable.key(
                    accepted.getInetAddress().getHostAddress(), accepted.getPort(), accepted.getLocalPort());
            SocketTable table = new SocketTable();

            assertThat(table.isReadable()).isTrue();
            assertThat(table.find(Set.of(key))).containsEntry(key, true);
            client.shutdownOutput();
            await().until(() -> Boolean.FALSE.equals(table.find(Set.of(key)).get(key)));
        }
    }
}
