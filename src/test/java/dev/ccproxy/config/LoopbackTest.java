package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.2",
                "127.255.255.254",
                "::1",
                "0:0:0:0:0:0:0:1",
                "0000:0000:0000:0000:0000:0000:0000:0001",
                "::ffff:127.0.0.1",
                "::FFFF:127.1.2.3",
                "0:0:0:0:0:ffff:7f00:1",
                "::ffff:7f00:1"
            })
    void knowsEverySpellingOfALoopbackAddress(String address) {
        assertThat(Loopback.isAddress(address)).isTrue();
        assertThat(Loopback.isHost("[" + address + "]")).isTrue();
    }

    /** A name server, or the platform's leniency with the forms of an address, would say yes to most of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.1",
                "127.0.1",
                "127",
                "2130706433",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "127.0.0.01",
                "127.0.0.1.",
                " 127.0.0.1",
                "127.0.0.256",
                "127.0.0.1.evil.example",
                "127.0.0.1\n",
                "\u0661\u0662\u0667.0.0.1",
                "::1%lo",
                "[::1]",
                "0::1::",
                ".:1"
            })
    void refusesWhatIsNoAddressInFull(String text) {
        assertThat(Loopback.isAddress(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "128.0.0.1",
                "126.255.255.255",
                "::",
                "::2",
                "::127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:128.0.0.1",
                "fe80::1",
                "2001:db8::7f00:1",
                "64:ff9b::7f00:1",
                ""
            })
    void refusesTheAddressOfAnotherMachine(String address) {
        assertThat(Loopback.isAddress(address)).isFalse();
        assertThat(Loopback.isHost("[" + address + "]")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.9.9.9", "[::1]", "[::ffff:127.0.0.1]"})
    void knowsTheHostsThatNameThisMachine(String host) {
        assertThat(Loopback.isHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost.",
                "localhost.evil.example",
                "evil-localhost",
                "127.0.0.1.evil.example",
                "127.1",
                "::1",
                "[localhost]",
                "[]",
                "[",
                "0.0.0.0",
                "[::]",
                "gateway.example"
            })
    void refusesAnyOtherHost(String host) {
        assertThat(Loopback.isHost(host)).isFalse();
    }
}
