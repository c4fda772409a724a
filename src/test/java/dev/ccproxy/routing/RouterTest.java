package dev.ccproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.provider.Provider;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

    private static final Router SEVERAL = new Router(List.of(
            provider("anthropic", Format.ANTHROPIC, true, "claude-"),
            provider("own", Format.ANTHROPIC, true),
            provider("openai", Format.OPENAI, true, "gpt-", "o3"),
            provider("off", Format.ANTHROPIC, false)));

    private static Provider provider(String name, Format format, boolean enabled, String... ownModels) {
        return new Provider(
                name,
                new ProviderSettings(
                        URI.create("https://" + name + ".example"),
                        format,
                        enabled,
                        CheckMode.OFF,
                        null,
                        null,
                        null,
                        Set.of(),
                        List.of(ownModels)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "own,llama | own | llama",
                "own/llama | own | llama",
                "own/meta/llama,1 | own | meta/llama,1",
                "own,a/b | own | a/b",
                "claude-opus-4-8 | anthropic | claude-opus-4-8",
                "own,claude-opus-4-8 | own | claude-opus-4-8",
            })
    void severalProvidersAreToldApart(String asked, String provider, String model) {
        Target target = SEVERAL.target(asked);

        assertThat(target.provider().name()).isEqualTo(provider);
        assertThat(target.model()).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama | No provider is known for this model; ask for PROVIDER/MODEL",
                "off,llama | No provider is known for this model; ask for PROVIDER/MODEL",
                "nobody/llama | where PROVIDER is one of anthropic, own",
                "OWN/llama | where PROVIDER is one of anthropic, own",
                "openai/gpt-5 | The provider openai speaks another API than Anthropic's",
                "gpt-5 | The provider openai speaks another API than Anthropic's",
            })
    void whatCannotBeServedIsToldWithWhatCan(String asked, String message) {
        assertThatThrownBy(() -> SEVERAL.target(asked)).hasMessageContaining(message);
    }

    @Test
    void aSingleProviderGetsEverythingAsItIs() {
        Router router =
                new Router(List.of(provider("only", Format.ANTHROPIC, true), provider("off", Format.OPENAI, false)));

        assertThat(router.target("a/b,c").model()).isEqualTo("a/b,c");
        assertThat(router.target("only/b").model()).isEqualTo("b");
        assertThat(router.target(null).model()).isNull();
    }

    @Test
    void withoutProvidersThatIsSaid() {
        assertThatThrownBy(() -> new Router(List.<Provider>of()).target("m"))
                .hasMessageContaining("no provider of Anthropic's format is configured");
    }
}
