package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "claude-*, claude-opus-5, true",
        "claude-*, claude-, true",
        "claude-*, Claude-opus-5, false",
        "*, '', true",
        "*, anything, true",
        "*haiku*, claude-haiku-4-5, true",
        "*haiku*, claude-opus-5, false",
        "gpt-5, gpt-5, true",
        "gpt-5, gpt-5-mini, false",
        "a*b*c, abc, true",
        "a*b*c, a--b--c, true",
        "a*b*c, acb, false",
        "ab*ba, aba, false",
        "a*ab*b, aab, false",
        "a*ab*b, aabb, true",
        "a.c, abc, false",
        "**, x, true"
    })
    void aStarIsAnyCharacters(String pattern, String text, boolean expected) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
    }
}
