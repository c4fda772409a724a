package dev.ccproxy.http;

import dev.ccproxy.WorstText;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorstHeadersTest {

    @Test
    void acceptIsReadAtLittleCost() {
        WorstText.assertCheap(text -> Accept.parse(List.of(text)).best(List.of("application/json", "text/plain")));
    }

    @Test
    void contentTypeIsReadAtLittleCost() {
        WorstText.assertCheap(MediaRange::parse);
    }

    @Test
    void aRequestIdIsReadAtLittleCost() {
        WorstText.assertCheap(RequestId::isWellFormed);
    }
}
