package dev.ccproxy.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    private static final String DIGEST_OF_ONE = HexFormat.of().formatHex(ApiKey.digest("one".getBytes(UTF_8)));

    @TempDir
    Path folder;

    @Test
    void readsOneKeyALine() throws IOException {
        List<ApiKey> keys = parse("one\ntwo\nthree");

        assertThat(keys).hasSize(3);
        assertThat(accepted(keys, "one", "two", "three")).isTrue();
        assertThat(accepted(keys, "four")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one\r\ntwo\r\n",
                "# head\r\none\r\n\r\n  \r\n# between\r\ntwo",
                "  one \n\ttwo\t",
                "#sha256:0\none\n #x\ntwo"
            })
    void toleratesWhatEditorsDoAndLeavesOutComments(String content) throws IOException {
        List<ApiKey> keys = parse(content);

        assertThat(keys).hasSize(2);
        assertThat(accepted(keys, "one", "two")).isTrue();
    }

    @Test
    void aHashWithinAKeyIsPartOfIt() throws IOException {
        assertThat(accepted(parse("one#two"), "one#two")).isTrue();
    }

    @Test
    void aKeyMayStandAsItsDigest() throws IOException {
        for (String line : List.of(
                "sha256:" + DIGEST_OF_ONE,
                "sha256:" + DIGEST_OF_ONE.toUpperCase(Locale.ROOT),
                "sha256: " + DIGEST_OF_ONE)) {
            List<ApiKey> keys = parse("two\n" + line);

            assertThat(accepted(keys, "one", "two")).isTrue();
            assertThat(accepted(keys, line)).isFalse();
        }
    }

    @Test
    void refusesAKeyThatIsLongerThanIsEverLookedAt() throws IOException {
        assertThat(parse("x".repeat(4096))).hasSize(1);
        assertThatThrownBy(() -> parse("one\n" + "x".repeat(4097)))
                .isInstanceOf(IOException.class)
                .hasMessage("has in line 2 a key of more than 4096 characters");
    }

    @Test
    void refusesADigestThatIsNone() {
        for (String line : List.of(
                "sha256:", "sha256:canary", "sha256:" + DIGEST_OF_ONE + "0", "sha256:" + DIGEST_OF_ONE.substring(1))) {
            assertThatThrownBy(() -> parse("# comment\none\n" + line))
                    .isInstanceOf(IOException.class)
                    .hasMessage("has in line 3 a wrong digest: sha256: must be followed by 64 hexadecimal digits");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# one", " \r\n\t"})
    void refusesAFileWithoutAKey(String content) {
        assertThatThrownBy(() -> parse(content)).isInstanceOf(IOException.class).hasMessage("holds no key");
    }

    @Test
    void refusesWhatNoHeaderCarries() {
        assertThatThrownBy(() -> parse("one\ncan\u00e4ry"))
                .isInstanceOf(IOException.class)
                .hasMessage("has in line 2 a character outside of ASCII");
        assertThatThrownBy(() -> KeyFile.parse("can\u00e4ry".getBytes(ISO_8859_1)))
                .isInstanceOf(IOException.class)
                .hasMessage("is not UTF-8 text");
    }

    @Test
    void aKeyWithoutANameIsAnOperatorsAndIsCalledDefault() throws IOException {
        assertThat(holders("one")).containsExactly(new KeyHolder("default", null, Role.OPERATOR, null));
    }

    @Test
    void aNamedKeyIsAClientsUnlessItSaysOtherwise() throws IOException {
        String digest = "sha256:" + DIGEST_OF_ONE;
        assertThat(holders("a alice\nb nagios role=monitor\nc 0-x- role=operator\n" + digest
                        + " \t alice  team=platform role=client expires=2027-01-31"))
                .containsExactly(
                        new KeyHolder("alice", null, Role.CLIENT, null),
                        new KeyHolder("nagios", null, Role.MONITOR, null),
                        new KeyHolder("0-x-", null, Role.OPERATOR, null),
                        new KeyHolder("alice", "platform", Role.CLIENT, LocalDate.of(2027, 1, 31)));
    }

    @Test
    void attributesStandInAnyOrder() throws IOException {
        assertThat(holders("a alice expires=2027-01-31 role=operator team=t"))
                .isEqualTo(holders("a alice team=t expires=2027-01-31 role=operator"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "canary Alice | a wrong name after the key: a name must be 1 to 63 lower-case letters",
                "canary alice_b | a wrong name",
                "canary -alice | a wrong name",
                "canary team=canary | a wrong name",
                "canary 'alice' | a wrong name",
                "canary alice canary | an unknown attribute; a line is KEY, or KEY NAME followed by any of team=TEAM",
                "canary alice # canary | an unknown attribute",
                "canary alice canary=x | an unknown attribute",
                "canary alice Role=client | an unknown attribute",
                "canary alice =client | an unknown attribute",
                "canary alice role | an unknown attribute",
                "canary alice role=client role=client | the attribute role twice; remove one",
                "canary alice team=canary team=b | the attribute team twice; remove one",
                "canary alice role=canary | a wrong role: role must be client, monitor or operator",
                "canary alice role= | a wrong role",
                "canary alice role=Operator | a wrong role",
                "canary alice team= | a wrong team: a team must be 1 to 63 lower-case letters",
                "canary alice team=Canary | a wrong team",
                "canary alice expires=2027-02-30 | a wrong date: expires must be a date such as 2027-01-31",
                "canary alice expires=2027-1-31 | a wrong date",
                "canary alice expires=canary | a wrong date",
                "canary alice expires=2027-01-31T00:00:00Z | a wrong date",
                "canary alice expires= | a wrong date"
            })
    void saysWhatIsWrongWithALineAndQuotesNothingOfIt(String line, String fault) {
        assertThatThrownBy(() -> parse("# comment\none\n" + line))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("has in line 3 " + fault)
                .message()
                .doesNotContainIgnoringCase("canary");
    }

    @Test
    void saysThatAKeyCannotHaveABlankInside() {
        for (String line : List.of("correct Horse", "correct horse battery", "correct horse battery=staple")) {
            assertThatThrownBy(() -> parse(line))
                    .hasMessageEndingWith("because blanks separate them, a key cannot have one inside");
        }
    }

    @Test
    void aNameHasAtMost63Characters() throws IOException {
        assertThat(holders("a " + "n".repeat(63))).hasSize(1);
        assertThatThrownBy(() -> parse("a " + "n".repeat(64))).hasMessageStartingWith("has in line 1 a wrong name");
        assertThat(parse("x".repeat(4096) + " alice team=" + "t".repeat(63))).hasSize(1);
    }

    @Test
    void theSameKeyTwiceIsAFaultOnlyIfTheLinesDiffer() throws IOException {
        String digest = "sha256:" + DIGEST_OF_ONE;
        assertThat(parse("one\none")).hasSize(1);
        assertThat(parse("one alice team=t\n" + digest + " alice role=client team=t"))
                .hasSize(1);
        for (String other : List.of("one", "one bob", "one alice team=t", "one alice role=operator")) {
            assertThatThrownBy(() -> parse("one alice\n\n" + other))
                    .isInstanceOf(IOException.class)
                    .hasMessage("has in lines 1 and 3 the same key with different names or attributes;"
                            + " remove one of the lines");
        }
    }

    @Test
    void twoKeysThatMetricsCouldNotTellApartAreAFault() {
        String digest = DIGEST_OF_ONE.substring(0, 8) + "0".repeat(56);
        assertThatThrownBy(() -> parse("one alice\nsha256:" + digest + " alice"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("has in lines 1 and 2 two keys whose digests begin with the same eight digits");
    }

    @Test
    void anExpiredKeyIsNoFault() throws IOException {
        ApiKey key = parse("# comment\none alice expires=2020-02-29").get(0);

        assertThat(key.line()).isEqualTo(2);
        assertThat(key.expired(Instant.parse("2020-02-29T23:59:59.999Z"))).isFalse();
        assertThat(key.expired(Instant.parse("2020-03-01T00:00:00Z"))).isTrue();
    }

    @Test
    void quotationMarksAroundTheKeyAloneAreAFault() {
        assertThatThrownBy(() -> parse("one\n\"two\" alice"))
                .isInstanceOf(IOException.class)
                .hasMessage("has quotation marks around the key in line 2, which would be a part of it");
    }

    @Test
    void leavesOutAByteOrderMarkAndRefusesUtf16() throws IOException {
        Path file = folder.resolve("keys");
        for (String content : List.of("one\r\ntwo\r\n", "# head\none\ntwo")) {
            Files.write(file, ("\uFEFF" + content).getBytes(UTF_8));
            assertThat(accepted(KeyFile.parse(KeyFile.read(file)), "one", "two"))
                    .isTrue();
        }
        Files.write(file, "\uFEFF".getBytes(UTF_8));
        assertThat(KeyFile.read(file)).isEmpty();
        Files.write(file, "one".getBytes(UTF_16));
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("is UTF-16 text and must be UTF-8");
    }

    @Test
    void readsUpToOneMebibyte() throws IOException {
        Path largest = Files.write(folder.resolve("largest"), new byte[1024 * 1024]);
        Path larger = Files.write(folder.resolve("larger"), new byte[1024 * 1024 + 1]);

        assertThat(KeyFile.read(largest)).hasSize(1024 * 1024);
        assertThatThrownBy(() -> KeyFile.read(larger))
                .isInstanceOf(IOException.class)
                .hasMessage("is larger than 1 MiB");
    }

    @Test
    void saysWhyAFileCannotBeReadWithoutNamingIt() {
        assertThatThrownBy(() -> KeyFile.read(folder.resolve("missing")))
                .isInstanceOf(IOException.class)
                .hasMessage("does not exist");
        assertThatThrownBy(() -> KeyFile.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessage("is not a regular file");
    }

    @Test
    void aKeyAndASecretDoNotShowThemselves() {
        assertThat(ApiKey.of("canary")).hasToString("[REDACTED]");
        assertThat(new Secret("canary")).hasToString("[REDACTED]");
    }

    private static List<KeyHolder> holders(String content) throws IOException {
        return parse(content).stream().map(ApiKey::holder).toList();
    }

    private static List<ApiKey> parse(String content) throws IOException {
        return KeyFile.parse(content.getBytes(UTF_8));
    }

    private static boolean accepted(List<ApiKey> keys, String... presented) {
        return List.of(presented).stream()
                .map(key -> ApiKey.digest(key.getBytes(UTF_8)))
                .allMatch(digest -> keys.stream().anyMatch(key -> key.matches(digest)));
    }
}
