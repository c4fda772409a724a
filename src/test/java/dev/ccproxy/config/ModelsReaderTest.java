package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsReaderTest {

    @Test
    void readsAliasesInTheirOrder() {
        Settings settings = Configured.by(
                        "ccproxy.providers", "openrouter,a-1",
                        "ccproxy.models", "claude-gpt-5, own.claude:8b_x",
                        "ccproxy.model.claude-gpt-5", "openrouter/openai/gpt-5",
                        "ccproxy.model.own.claude:8b_x", "a-1,llama:8b",
                        "ccproxy.provider.a-1.base-url", "http://localhost:1")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.models().keySet()).containsExactly("claude-gpt-5", "own.claude:8b_x");
        assertThat(settings.models().values())
                .containsExactly(new ModelAlias("openrouter", "openai/gpt-5"), new ModelAlias("a-1", "llama:8b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a/b | openrouter/x | ccproxy.models has a name, number 1, that is not",
                "x,x | openrouter/x | ccproxy.models has the name x twice",
                "x | | ccproxy.model.x is missing; set PROVIDER/MODEL",
                "x | openrouter | ccproxy.model.x must be PROVIDER/MODEL, where PROVIDER is one of those in"
                        + " ccproxy.providers: openrouter",
                "x | nobody/m | ccproxy.model.x must be PROVIDER/MODEL",
                "x | openrouter/ | ccproxy.model.x must be PROVIDER/MODEL",
                "x | openrouter/a b | ccproxy.model.x must be PROVIDER/MODEL",
            })
    void saysWhatIsWrong(String names, String target, String fault) {
        Settings settings = Configured.by(
                        "ccproxy.providers",
                        "openrouter",
                        "ccproxy.models",
                        names,
                        target == null ? "ccproxy.host" : "ccproxy.model.x",
                        target == null ? "localhost" : target)
                .read();

        assertThat(settings.faults()).hasSize(1);
        assertThat(settings.faults().get(0)).startsWith(fault);
    }
}
