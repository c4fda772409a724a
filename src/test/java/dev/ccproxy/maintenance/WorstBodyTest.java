package dev.ccproxy.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.WorstText;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorstBodyTest {

    @Test
    void isReadAtLittleCost() {
        WorstText.assertCheap(text -> MaintenanceRequest.of(text.getBytes(UTF_8), Instant.EPOCH));
    }
}
