package dev.ccproxy.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.ModelAlias;
import dev.ccproxy.config.ProviderSettings;
import dev.ccproxy.config.ProviderSettings.CheckMode;
import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.config.Role;
import dev.ccproxy.messages.RequestFeatures;
import dev.ccproxy.provider.Provider;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

    private static final Router SEVERAL = new Router(
            List.of(
                    provider("anthropic", Format.ANTHROPIC, true, "claude-"),
                    provider("own", Format.ANTHROPIC, true),
                    provider("openai", Format.OPENAI, true, "gpt-", "o3"),
                    provider("off", Format.ANTHROPIC, false)),
            Map.of(),
            aliases());

    private static Map<String, ModelAlias> aliases() {
        Map<String, ModelAlias> aliases = new LinkedHashMap<>();
        aliases.put("claude-own", new ModelAlias("own", "meta/llama"));
        aliases.put("claude-gpt", new ModelAlias("openai", "gpt-5"));
        aliases.put("claude-off", new ModelAlias("off", "m"));
        aliases.put("claude-opus-4-1", new ModelAlias("own", "opus"));
        return aliases;
    }

    private static Target target(Router router, @Nullable String model) {
        RoutedRequest request = new RoutedRequest(
                new Client("alice", null, Role.CLIENT, "01234567"), model, RequestFeatures.NONE, null, false, null);
        return router.decide(request).targets().get(0).get(0);
    }

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
                "claude-own | own | meta/llama",
                "claude-gpt | openai | gpt-5",
                "gpt-5 | openai | gpt-5",
                "openai/gpt-5 | openai | gpt-5",
                "claude-opus-4-1 | own | opus",
                "anthropic/claude-own | anthropic | claude-own",
            })
    void severalProvidersAreToldApart(String asked, String provider, String model) {
        Target target = target(SEVERAL, asked);

        assertThat(target.provider().name()).isEqualTo(provider);
        assertThat(target.model()).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama | No provider is known for this model; ask for PROVIDER/MODEL",
                "off,llama | The provider off of this model is switched off; ask for PROVIDER/MODEL",
                "off/llama | The provider off of this model is switched off",
                "nobody/llama | where PROVIDER is one of anthropic, own, openai",
                "OWN/llama | where PROVIDER is one of anthropic, own, openai",
                "claude-off | The provider off of this model is switched off",
            })
    void whatCannotBeServedIsToldWithWhatCan(String asked, String message) {
        assertThatThrownBy(() -> target(SEVERAL, asked)).hasMessageContaining(message);
    }

    @Test
    void aSingleProviderGetsEverythingAsItIs() {
        Router router = new Router(
                List.of(provider("only", Format.ANTHROPIC, true), provider("off", Format.OPENAI, false)),
                Map.of(),
                Map.of());

        assertThat(target(router, "a/b,c").model()).isEqualTo("a/b,c");
        assertThat(target(router, "only/b").model()).isEqualTo("b");
        assertThat(target(router, null).model()).isNull();
    }

    @Test
    void withoutProvidersThatIsSaid() {
        assertThatThrownBy(() -> target(new Router(List.of(), Map.of(), Map.of()), "m"))
                .hasMessageContaining("no provider is configured");
    }

    @Test
    void onlyAliasesThatLeadSomewhereAreNamed() {
        assertThat(SEVERAL.aliases()).containsExactly("claude-own", "claude-gpt", "claude-opus-4-1");
    }

    @ParameterizedTest
    @CsvSource({
        "0, claude-opus-4-8, claude-opus-4-8",
        "0, other, 'anthropic,other'",
        "1, llama, 'own,llama'",
        "1, claude-opus-4-8, 'own,claude-opus-4-8'",
        "1, own/x, 'own,own/x'",
        "0, claude-opus-4-1, 'anthropic,claude-opus-4-1'",
    })
    void aModelIsNamedSoThatTheNameLeadsToIt(int provider, String model, String name) {
        assertThat(SEVERAL.nameOf(List.copyOf(SEVERAL.providers()).get(provider), model))
                .isEqualTo(name);
        assertThat(target(SEVERAL, name))
                .isEqualTo(new Target(List.copyOf(SEVERAL.providers()).get(provider), model));
    }
}
