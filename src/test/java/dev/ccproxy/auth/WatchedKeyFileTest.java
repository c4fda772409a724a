package dev.ccproxy.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.Logged;
import dev.ccproxy.config.ApiKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedKeyFileTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    final Logged logged = Logged.by(WatchedKeyFile.class);

    @TempDir
    Path folder;

    private Duration time = Duration.ofDays(1);
    private Instant date = Instant.parse("2027-01-30T12:00:00Z");
    private Path file;
    private WatchedKeyFile watched;

    @BeforeEach
    void watch() throws IOException {
        file = folder.resolve("keys");
        write("one");
        watched = watched(file);
    }

    @Test
    void holdsTheKeysThatItStartedWith() {
        look(3);

        assertThat(accepts("one")).isTrue();
        assertThat(accepts("two")).isFalse();
        assertThat(logged.records()).isEmpty();
    }

    @Test
    void keepsTheKeysOfTheStartOfAFileThatHasGoneBadSince() throws IOException {
        write("");
        watched = watched(file);
        look(4);

        assertThat(accepts("one")).isTrue();
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void aChangeCountsOnceTheFileHasBeenTheSameForThreeSeconds() throws IOException {
        write("two");
        look(3);
        assertThat(accepts("one")).isTrue();
        assertThat(accepts("two")).isFalse();

        look(1);
        assertThat(accepts("one")).isFalse();
        assertThat(accepts("two")).isTrue();
        assertThat(logged.records()).extracting(LogRecord::getLevel).containsExactly(Level.INFO);
        assertThat(logged.lines(Level.INFO))
                .containsExactly("ccproxy.api-key-file has changed (" + file + "); valid keys in it: 1");
    }

    @Test
    void aChangeCountsWithinFiveSecondsWhereverItFallsBetweenTwoLooks() throws IOException {
        look(1);
        Duration changed = time;
        write("two");
        while (!accepts("two")) {
            look(1);
        }
        assertThat(time.minus(changed)).isLessThanOrEqualTo(Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aFileThatIsWrittenInHalvesNeverCountsByHalf(int secondsBetween) throws IOException {
        write("two\nthr");
        look(secondsBetween);
        write("two\nthree-is-whole");
        look(3);
        assertThat(accepts("one")).isTrue();
        assertThat(accepts("thr")).isFalse();

        look(1);
        assertThat(accepts("three-is-whole")).isTrue();
        assertThat(accepts("one")).isFalse();
    }

    @Test
    void aFileThatIsWrittenOnAndOnDoesNotCount() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("two" + i);
            look(2);
            assertThat(accepts("one")).isTrue();
        }
    }

    @Test
    void twoKeysAreValidAtOnceWhileOneReplacesTheOther() throws IOException {
        write("one\ntwo");
        look(4);

        assertThat(accepts("one")).isTrue();
        assertThat(accepts("two")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# all out of date\n", "sha256:canary", "can\u00e4ry", "one\nsha256:canary"})
    void aFileThatIsNoGoodLeavesTheLastGoodKeysInForceAndSaysSoOnce(String content) throws IOException {
        write(content);
        look(5);

        assertThat(accepts("one")).isTrue();
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("ccproxy.api-key-file names a file that ")
                .contains(" (" + file + "); the last good keys stay in force")
                .endsWith(": 1");
        assertThat(warnings().get(0)).doesNotContain("canary");
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
        assertThat(warnings()).singleElement().asString().contains("is not a regular file");
    }

    @Test
    void saysWhenItIsGoodAgainAndSaysSoAgainWhenItHappensAgain() throws IOException {
        write("");
        look(4);
        write("two\nthree");
        look(4);
        assertThat(accepts("two")).isTrue();
        assertThat(accepts("one")).isFalse();
        assertThat(logged.lines(Level.INFO))
                .containsExactly("ccproxy.api-key-file is good again (" + file + "); valid keys in it: 2");

        write("");
        look(4);
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
        assertThat(logged.records()).isEmpty();
    }

    @Test
    void seesTheSwappedSymlinkOfAKubernetesSecret() throws IOException {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        Files.writeString(Files.createDirectory(mount.resolve("..v1")).resolve("keys"), "one");
        Files.writeString(Files.createDirectory(mount.resolve("..v2")).resolve("keys"), "two");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..v1"));
        Path link = Files.createSymbolicLink(mount.resolve("keys"), Path.of("..data", "keys"));
        watched = watched(link);
        assertThat(accepts("one")).isTrue();

        Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..v2"));
        Files.move(mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        look(4);

        assertThat(accepts("two")).isTrue();
        assertThat(accepts("one")).isFalse();
    }

    @Test
    void warnsOnceOfAKeyThatExpiresWithoutAChangeOfTheFile() throws IOException {
        write("# comment\none alice expires=2027-01-31\ntwo bob");
        look(4);
        assertThat(warnings()).isEmpty();

        date = Instant.parse("2027-02-01T00:00:00Z");
        look(3);
        assertThat(warnings())
                .containsExactly("ccproxy.api-key-file has an expired key (" + file
                        + "): alice (line 2) was valid until" + " 2027-01-31; replace the key or remove the line");
    }

    @Test
    void countsOnlyKeysThatHaveNotExpiredAndWarnsAgainOfAnotherLine() throws IOException {
        write("one alice expires=2027-01-29\ntwo bob");
        look(5);
        assertThat(logged.lines(Level.INFO)).singleElement().asString().endsWith("valid keys in it: 1");
        assertThat(warnings()).hasSize(1);

        write("two bob\none alice expires=2027-01-29");
        look(5);
        assertThat(warnings()).hasSize(2).last().asString().contains("alice (line 2)");
    }

    @Test
    void aLineWithAFaultLeavesTheLastGoodContentInForce() throws IOException {
        write("two alice role=operator");
        look(4);
        write("three alice role=canary");
        look(5);

        assertThat(accepts("two")).isTrue();
        assertThat(accepts("three")).isFalse();
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("has in line 1 a wrong role: role must be client, monitor or operator")
                .doesNotContain("canary");
    }

    private void write(String content) throws IOException {
        Files.writeString(file, content);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            time = time.plus(SECOND);
            watched.look();
        }
    }

    private boolean accepts(String key) {
        byte[] digest = ApiKey.digest(key.getBytes(UTF_8));
        return watched.keys().stream().anyMatch(known -> known.matches(digest));
    }

    private WatchedKeyFile watched(Path path) {
        return new WatchedKeyFile(path, List.of(ApiKey.of("one")), () -> date, () -> time);
    }

    private List<String> warnings() {
        return logged.warnings();
    }
}
