package dev.ccproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    @ParameterizedTest
    @CsvSource({
        "format=json, json",
        "a=b&format=json&c, json",
        "form%61t=json, json",
        "%66%6f%72%6D%61%74=%6a%73%6F%6E, json",
        "format=a+b, a b",
        "format=%C3%BC, ü",
        "format=a=b, a=b",
        "format=a%26b, a&b",
        "format, ''",
        "format=, ''",
        "&&format=json&&, json",
        "%&%zz=%zz&format=json&%4, json"
    })
    void findsAValue(String query, String value) {
        assertThat(Query.values(query, "format")).containsExactly(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%z", "%zz", "%4", "json%", "%u0041", "%-1", "%+1"})
    void aPercentSignWithoutTwoDigitsStandsForItself(String value) {
        assertThat(Query.values("format=" + value, "format")).containsExactly(value.replace('+', ' '));
    }

    @Test
    void bytesThatAreNotUtf8AreReplaced() {
        assertThat(Query.values("format=json%ff", "format")).containsExactly("json\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "=", "=format", "Format=json", "formatx=json", "xformat=json", "a=format", ";"})
    void findsNoValueOfAnotherName(String query) {
        assertThat(Query.values(query, "format")).isEmpty();
    }

    @Test
    void findsAllValuesInTheirOrder() {
        assertThat(Query.values("fail=a&format=b&fail=c", "fail")).isEqualTo(List.of("a", "c"));
    }
}
