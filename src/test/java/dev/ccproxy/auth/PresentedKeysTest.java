package dev.ccproxy.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresentedKeysTest {

    private static List<String> keys(Map<String, List<String>> headers) {
        return PresentedKeys.of(headers).stream()
                .map(key -> new String(key, ISO_8859_1))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"Bearer a, a", "bearer   a, a", "BEARER \t a, a", "'  Bearer a b ', a b"})
    void areFoundInAuthorization(String value, String key) {
        assertThat(keys(Map.of("Authorization", List.of(value)))).containsExactly(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Basic a", "Bearer", "Bearer ", "Bearera", "Bearer:a", "bear er a"})
    void areNotWhereThereIsNone(String value) {
        assertThat(keys(Map.of("Authorization", List.of(value)))).isEmpty();
    }

    @Test
    void areTheFirstFewOfAsManyAsAStrangerSends() {
        List<String> many = Collections.nCopies(1000, "wrong");
        assertThat(keys(Map.of("x-api-key", many, "Authorization", List.of("Bearer right"))))
                .isEqualTo(Collections.nCopies(PresentedKeys.MAX_KEYS, "wrong"));
    }

    @Test
    void areNotWhatIsLongerThanAnyKey() {
        String longest = "a".repeat(4096);
        assertThat(keys(Map.of("x-api-key", List.of(longest + "a", longest)))).containsExactly(longest);
        assertThat(keys(Map.of("Authorization", List.of("Bearer " + longest + "a", "Bearer " + longest))))
                .containsExactly(longest);
    }
}
