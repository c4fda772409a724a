package dev.ccproxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Role;
import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.http.RequestInfo;
import dev.ccproxy.usage.UsageRecord.Operation;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoneClientsTest {

    private static final String ROW = "   0: 0100007F:0D80 0100007F:C350 %s 0:0 0:0 0 0 0 1\n";
    private static final Header FORWARDED = new Header("X-Forwarded-For", "10.0.0.1");

    @TempDir
    private Path folder;

    private final AtomicInteger gone = new AtomicInteger();
    private Path file;
    private GoneClients clients;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(folder.resolve("tcp"), ROW.formatted("01"));
        clients = new GoneClients(new SocketTable(List.of(file)), Duration.ZERO);
    }

    private static ClientRequest request(int port, Header... headers) {
        return new ClientRequest(
                new RequestInfo("id", true),
                new Client("alice", null, Role.CLIENT, "01234567"),
                Operation.MESSAGES,
                null,
                List.of(headers),
                0,
                "",
                new Empty(),
                "127.0.0.1",
                port,
                3456);
    }

    @Test
    void tellsOnceOfAClientThatHasClosedOrReset() throws IOException {
        GoneClients.Watch unused = clients.watch(request(50_000), gone::incrementAndGet);
        clients.look();
        assertThat(gone).hasValue(0);

        Files.writeString(file, ROW.formatted("08"));
        clients.look();
        clients.look();
        assertThat(gone).hasValue(1);
    }

    @Test
    void oneThatWentBeforeTheFirstLookHasGoneToo() throws IOException {
        clients.watch(request(50_000), () -> {}).close();

        GoneClients.Watch unused = clients.watch(request(50_001), gone::incrementAndGet);
        clients.look();
        assertThat(gone).as("the table may lack a row once").hasValue(0);
        clients.look();
        assertThat(gone).hasValue(1);
    }

    @Test
    void oneThatWasNeverInTheTableMayBeThereUnderAnotherAddress() {
        clients.watch(request(50_000), () -> {}).close();

        GoneClients.Watch unused = clients.watch(request(50_001, FORWARDED), gone::incrementAndGet);
        clients.look();
        clients.look();
        assertThat(gone).hasValue(0);
    }

    @Test
    void aTableThatNeverHadAClientSaysNothing() throws IOException {
        Files.writeString(file, "");
        GoneClients.Watch unused = clients.watch(request(50_000), gone::incrementAndGet);
        clients.look();
        assertThat(gone).hasValue(0);
    }

    @Test
    void oneThatIsNotWatchedAnyMoreIsNotToldOf() throws IOException {
        clients.watch(request(50_000), gone::incrementAndGet).close();
        Files.writeString(file, "");
        clients.look();
        assertThat(gone).hasValue(0);
    }

    /** A body of nothing. */
    private static final class Empty extends ServletInputStream {

        @Override
        public int read() {
            return -1;
        }

        @Override
        public boolean isFinished() {
            return true;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
