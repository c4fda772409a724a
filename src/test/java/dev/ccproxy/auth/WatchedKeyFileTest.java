package dev.ccproxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.ApiKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedKeyFileTest {

    private static final Logger LOG = Logger.getLogger(WatchedKeyFile.class.getName());

    @TempDir
    Path folder;

    private final List<LogRecord> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private Path file;
    private WatchedKeyFile watched;

    @BeforeEach
    void watch() throws IOException {
        LOG.addHandler(handler);
        LOG.setUseParentHandlers(false);
        file = folder.resolve("keys");
        write("one");
        watched = new WatchedKeyFile(file, List.of(ApiKey.of("one")));
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(handler);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void holdsTheKeysThatItStartedWith() {
        look(3);

        assertThat(accepts("one")).isTrue();
        assertThat(accepts("two")).isFalse();
        assertThat(logged).isEmpty();
    }

    @Test
    void keepsTheKeysOfTheStartOfAFileThatHasGoneBadSince() throws IOException {
        write("");
        watched = new WatchedKeyFile(file, List.of(ApiKey.of("one")));
        look(2);

        assertThat(accepts("one")).isTrue();
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void aChangeCountsWhenASecondLookFindsTheSame() throws IOException {
        write("two");
        look(1);
        assertThat(accepts("one")).isTrue();
        assertThat(accepts("two")).isFalse();

        look(1);
        assertThat(accepts("one")).isFalse();
        assertThat(accepts("two")).isTrue();
        assertThat(logged).extracting(LogRecord::getLevel).containsExactly(Level.INFO);
    }

    @Test
    void aFileThatIsStillBeingWrittenDoesNotCount() throws IOException {
        write("two-is-not-yet");
        look(1);
        write("two-is-not-yet-complete");
        look(1);
        assertThat(accepts("one")).isTrue();

        look(1);
        assertThat(accepts("two-is-not-yet-complete")).isTrue();
        assertThat(accepts("two-is-not-yet")).isFalse();
    }

    @Test
    void twoKeysAreValidAtOnceWhileOneReplacesTheOther() throws IOException {
        write("one\ntwo");
        look(2);

        assertThat(accepts("one")).isTrue();
        assertThat(accepts("two")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# all out of date\n", "sha256:canary", "can\u00e4ry", "one\nsha256:canary"})
    void aFileThatIsNoGoodLeavesTheLastGoodKeysInForceAndSaysSoOnce(String content) throws IOException {
        write(content);
        look(5);

        assertThat(accepts("one")).isTrue();
        assertThat(warnings()).singleElement().asString().contains("ccproxy.api-key-file", "the last good keys stay");
        assertThat(warnings().get(0)).doesNotContain("canary", folder.toString());
    }

    @Test
    void aFileThatVanishesLeavesTheLastGoodKeysInForceAndSaysSoOnce() throws IOException {
        Files.delete(file);
        look(5);

        assertThat(accepts("one")).isTrue();
        assertThat(warnings()).singleElement().asString().contains("does not exist");
    }

    @Test
    void aFileThatCannotBeReadLeavesTheLastGoodKeysInForceAndSaysSoOnce() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
        look(5);

        assertThat(accepts("one")).isTrue();
        assertThat(warnings()).singleElement().asString().contains("is no regular file");
    }

    @Test
    void saysSoAgainWhenItHappensAgain() throws IOException {
        write("");
        look(3);
        write("two");
        look(3);
        assertThat(accepts("two")).isTrue();
        assertThat(accepts("one")).isFalse();

        write("");
        look(3);
        assertThat(accepts("two")).isTrue();
        assertThat(warnings()).hasSize(2);
    }

    @Test
    void aFileThatIsAwayBetweenTwoLooksIsNotMissed() throws IOException {
        Files.delete(file);
        look(1);
        write("one");
        look(3);

        assertThat(accepts("one")).isTrue();
        assertThat(logged).isEmpty();
    }

    @Test
    void seesTheSwappedSymlinkOfAKubernetesSecret() throws IOException {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Files.writeString(Files.createDirectory(mount.resolve("..v1")).resolve("keys"), "one");
        Files.writeString(Files.createDirectory(mount.resolve("..v2")).resolve("keys"), "two");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..v1"));
        Path link = Files.createSymbolicLink(mount.resolve("keys"), Path.of("..data", "keys"));
        watched = new WatchedKeyFile(link, List.of(ApiKey.of("one")));
        assertThat(accepts("one")).isTrue();

        Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..v2"));
        Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        look(2);

        assertThat(accepts("two")).isTrue();
        assertThat(accepts("one")).isFalse();
    }

    private void write(String content) throws IOException {
        Files.writeString(file, content);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watched.look();
        }
    }

    private boolean accepts(String key) {
        byte[] digest = ApiKey.digest(key.getBytes(UTF_8));
        return watched.keys().stream().anyMatch(known -> known.matches(digest));
    }

    private List<String> warnings() {
        return logged.stream()
                .filter(entry -> entry.getLevel().equals(Level.WARNING))
                .map(LogRecord::getMessage)
                .toList();
    }
}
