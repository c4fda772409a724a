package dev.ccproxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {

    private static final List<String> OFFERED = List.of("application/json", "text/plain;version=0.0.4");

    private static String best(String... values) {
        return Accept.parse(List.of(values)).best(OFFERED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*;q=.2",
                "* ; q = .2",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "application/json;profile=\"a,b\"",
                "application/json;profile=\"a;q=0,text/plain\"",
                "application/json;profile=\"\\\"\\\\,text/plain\"",
                "application/json;profile=\"never ends, text/plain",
                "application/json,,",
                ",application/json , ,\t,",
                "application/json;",
                "application/json;;q=0.9",
                "application/json;=;a;q=1.",
                "application/json;q=0.8765432109876",
                "text/plain;q=0.5, application/json;q=\"0.6\"",
                "text/html;q=0.1, APPLICATION/json;Q=.1",
            })
    void readsWhatOldAndCarefulClientsSend(String accept) {
        assertThat(best(accept)).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "/",
                "a/",
                "/a",
                "a/b/c",
                "*/json",
                ";;;",
                "\"",
                "\u0085",
                "text html",
                "text/h tml",
                "<script>",
                "text/html;q=much",
                "text/html;q=",
                "text/html;q",
                "text/html;q=.",
                "text/html;q=1.1",
                "text/html;q=2",
                "text/html;q=-1",
                "text/html;q=+1",
                "text/html;q=0.1.1",
                "text/html;q=1e-1",
                "text/html;q=NaN",
                "text/html;q=\u0661",
                "text/html;q=\"0.5"
            })
    void ignoresWhatCannotBeRead(String wrong) {
        assertThat(Accept.parse(List.of(wrong)).ranges()).isEmpty();
        assertThat(best(wrong)).isEqualTo("application/json");
        assertThat(best(wrong.contains("\"") ? "text/plain," + wrong : wrong + ",text/plain"))
                .isEqualTo(OFFERED.get(1));
    }

    @Test
    void anEmptyListAcceptsAll() {
        assertThat(best()).isEqualTo("application/json");
        assertThat(best("", " , ")).isEqualTo("application/json");
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(best("application/json;q=0.1", "text/plain")).isEqualTo(OFFERED.get(1));
    }

    @ParameterizedTest
    @CsvSource({"text/plain;version=0.0.4", "text/plain;version=\"0.0.4\"", "text/plain;version=\"0\\.0.4\""})
    void aParameterCountsWithOrWithoutQuotes(String accept) {
        assertThat(best(accept)).isEqualTo(OFFERED.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/html", "*/*;q=0", "*;q=.0", "a/b/c, text/html", "text/plain;version=9", "a/b;q=.0001"})
    void refusesAcceptedTypesThatAreNotOffered(String accept) {
        assertThatThrownBy(() -> best(accept))
                .hasMessage("Accept must allow one of application/json, text/plain;version=0.0.4");
    }
}
