package dev.ccproxy.auth;

import dev.ccproxy.WorstText;
import dev.ccproxy.config.Loopback;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What decides who may ask is asked by everybody. */
class WorstHeadersTest {

    @Test
    void keysAreFoundAtLittleCost() {
        WorstText.assertCheap(
                text -> PresentedKeys.of(Map.of("x-api-key", List.of(text), "Authorization", List.of(text))));
    }

    @Test
    void manyKeysAreFoundAtLittleCost() {
        WorstText.assertCheap(text ->
                PresentedKeys.of(Map.of("Authorization", Collections.nCopies(1000, text.substring(0, 30)))));
    }

    @Test
    void hostsAreReadAtLittleCost() {
        WorstText.assertCheap(text -> {
            HostPort host = HostPort.parse(text);
            host.originKey("http");
            Loopback.isHost(host.host());
            Loopback.isHost("[" + text + "]");
            Loopback.isAddress(text);
        });
    }
}
