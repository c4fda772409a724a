package dev.ccproxy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ApiKey;
import dev.ccproxy.config.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("the log of Requests")
class RequestsTest {

    private static final Client OLD = Client.of(ApiKey.of("old"));
    private static final Client NEW = new Client("alice", "platform", Role.CLIENT, "1a2b3c4d");

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final Requests requests = new Requests(millis::get);

    private final Logger logger = Logger.getLogger(Requests.class.getName());
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void capture() {
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void release() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    /** {@code printf %s old | sha256sum}. */
    @Test
    void aKeyIsTheFirstEightDigitsOfItsDigest() {
        assertThat(OLD.key()).isEqualTo("cba06b57");
    }

    @Test
    void countsByClientAndRemembersTheLastRequest() {
        requests.admitted(OLD);
        millis.addAndGet(500);
        requests.admitted(OLD);
        requests.admitted(Client.LOCAL);

        assertThat(requests.byClient(List.of(OLD, NEW)))
                .containsEntry(OLD, new Requests.Use(2, Instant.ofEpochMilli(1_000_500)))
                .containsEntry(NEW, new Requests.Use(0, null))
                .containsEntry(Client.LOCAL, new Requests.Use(1, Instant.ofEpochMilli(1_000_500)))
                .hasSize(3);
    }

    @Test
    void keepsNothingOfAKeyThatIsNoLongerValid() {
        requests.admitted(OLD);

        assertThat(requests.byClient(List.of(NEW))).containsOnlyKeys(NEW, Client.LOCAL);
        assertThat(requests.byClient(List.of(OLD, NEW))).containsEntry(OLD, new Requests.Use(0, null));
    }

    @Test
    void oneClientThatIsThereTwiceIsOne() {
        assertThat(requests.byClient(List.of(OLD, Client.of(ApiKey.of("old"))))).hasSize(2);
    }

    @Test
    void countsRefusalsByCause() {
        requests.refused(Refusal.WRONG_KEY, null, "192.0.2.1");
        requests.refused(Refusal.WRONG_KEY, null, "192.0.2.2");

        assertThat(requests.refused())
                .containsOnlyKeys(
                        "wrong_key",
                        "expired_key",
                        "wrong_role",
                        "no_key",
                        "no_key_to_change",
                        "forwarded",
                        "other_host",
                        "web_page")
                .containsEntry("wrong_key", 2L)
                .containsEntry("no_key", 0L);
    }

    @Test
    void logsOnceAMinuteACause() {
        requests.refused(Refusal.WRONG_KEY, null, "192.0.2.1");
        requests.refused(Refusal.WRONG_KEY, null, "192.0.2.2");
        requests.refused(Refusal.NO_KEY, null, "192.0.2.3");
        millis.addAndGet(59_999);
        requests.refused(Refusal.WRONG_KEY, null, "192.0.2.4");
        assertThat(lines)
                .containsExactly(
                        "Refused 192.0.2.1 (wrong_key): the key is not valid",
                        "Refused 192.0.2.3 (no_key): there is no key");

        millis.addAndGet(1);
        requests.refused(Refusal.WRONG_KEY, null, "192.0.2.5");
        assertThat(lines)
                .hasSize(3)
                .last()
                .isEqualTo("Refused 192.0.2.5 (wrong_key): the key is not valid; 3 such requests since the last line");
    }

    @Test
    void isNotSilencedByAClockThatIsSetBack() {
        requests.refused(Refusal.NO_KEY, null, "192.0.2.1");
        millis.addAndGet(-500_000);
        requests.refused(Refusal.NO_KEY, null, "192.0.2.2");
        assertThat(lines).hasSize(2);
    }
}
