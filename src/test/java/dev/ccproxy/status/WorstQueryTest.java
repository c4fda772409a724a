package dev.ccproxy.status;

import dev.ccproxy.WorstText;
import org.junit.jupiter.api.Test;

class WorstQueryTest {

    @Test
    void isReadAtLittleCost() {
        WorstText.assertCheap(text -> {
            Query.values(text, "format").forEach(Rendition::named);
            Query.values(text, "fail").forEach(Fail::named);
        });
    }
}
