package dev.ccproxy.status;

import dev.ccproxy.WorstText;
import dev.ccproxy.http.Query;
import org.junit.jupiter.api.Test;

class WorstQueryTest {

    @Test
    void isReadAtLittleCost() {
        WorstText.assertCheap(text -> {
            Query.values(text, "format").forEach(StatusFormat::named);
            Query.values(text, "fail").forEach(FailOn::named);
        });
    }
}
