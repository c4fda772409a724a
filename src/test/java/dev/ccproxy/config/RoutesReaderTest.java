package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesReaderTest {

    private static Configured configured(String... more) {
        return Configured.by(
                        "ccproxy.providers", "anthropic,openai,own",
                        "ccproxy.provider.own.base-url", "http://localhost:1")
                .and(more);
    }

    @Test
    void readsAllThatARouteHas() {
        Settings settings = configured(
                        "ccproxy.routes", "long,rest",
                        "ccproxy.route.long.models", "claude-*,*opus*",
                        "ccproxy.route.long.min-input-tokens", "60000",
                        "ccproxy.route.long.thinking", "true",
                        "ccproxy.route.long.tools", "web_search*",
                        "ccproxy.route.long.clients", "alice,bob",
                        "ccproxy.route.long.teams", "web",
                        "ccproxy.route.long.request-class", "main",
                        "ccproxy.route.long.sub-agent", "false",
                        "ccproxy.route.long.targets", "anthropic*2 | own/meta/llama, openai/gpt-5 * 30|openai",
                        "ccproxy.route.long.parameters.max_tokens", "1000",
                        "ccproxy.route.long.parameters.service_tier", "auto",
                        "ccproxy.route.long.parameters.metadata", "{\"user_id\": \"x\"}",
                        "ccproxy.route.rest.models", "*",
                        "ccproxy.route.rest.targets", "own")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.routes().keySet()).containsExactly("long", "rest");
        assertThat(settings.routes())
                .containsEntry(
                        "long",
                        new RouteSettings(
                                new RouteConditions(
                                        List.of(new Glob("claude-*"), new Glob("*opus*")),
                                        60_000,
                                        true,
                                        List.of(new Glob("web_search*")),
                                        Set.of("alice", "bob"),
                                        Set.of("web"),
                                        Set.of("main"),
                                        false),
                                List.of(
                                        List.of(
                                                new TargetSetting("anthropic", null, 2),
                                                new TargetSetting("own", "meta/llama", 1)),
                                        List.of(
                                                new TargetSetting("openai", "gpt-5", 30),
                                                new TargetSetting("openai", null, 1))),
                                Map.of(
                                        "max_tokens", "1000",
                                        "service_tier", "\"auto\"",
                                        "metadata", "{\"user_id\":\"x\"}")))
                .hasEntrySatisfying(
                        "rest", route -> assertThat(route.conditions().none()).isTrue());
    }

    @Test
    void aStarAloneIsAConditionOfToolsAndNoneOfModels() {
        Settings settings = configured(
                        "ccproxy.routes", "a",
                        "ccproxy.route.a.models", "*",
                        "ccproxy.route.a.tools", "*",
                        "ccproxy.route.a.targets", "own")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.routes()).hasEntrySatisfying("a", route -> {
            assertThat(route.conditions().models()).isEmpty();
            assertThat(route.conditions().tools()).containsExactly(new Glob("*"));
        });
    }

    @Test
    void parametersComeFromTheEnvironmentToo() {
        Settings settings = configured("ccproxy.routes", "cheap-one", "ccproxy.route.cheap-one.targets", "own")
                .withEnvironment("CCPROXY_ROUTE_CHEAP_ONE_PARAMETERS_MAX_TOKENS", "7")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.routes().values())
                .singleElement()
                .extracting(RouteSettings::parameters)
                .isEqualTo(Map.of("max_tokens", "7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "A; a; own; ccproxy.routes has the name A",
                "a,a; a; own; ccproxy.routes has the name a twice",
                "own; own; own; ccproxy.routes has the name own, which is a provider's",
                "a; a; ; ccproxy.route.a.targets is missing",
                "a; a; nobody; ccproxy.route.a.targets must be PROVIDER or PROVIDER/MODEL",
                "a; a; own|; ccproxy.route.a.targets must be PROVIDER or PROVIDER/MODEL",
                "a; a; own*0; ccproxy.route.a.targets must be PROVIDER or PROVIDER/MODEL",
                "a; a; own*1001; ccproxy.route.a.targets must be PROVIDER or PROVIDER/MODEL",
                "a; a; own/llama*20000; ccproxy.route.a.targets must be PROVIDER or PROVIDER/MODEL",
                "a; a; own/llama*0.5; ccproxy.route.a.targets must be PROVIDER or PROVIDER/MODEL",
                "a; a; own/; ccproxy.route.a.targets must be PROVIDER or PROVIDER/MODEL",
                "a; a; own/a b; ccproxy.route.a.targets must be PROVIDER or PROVIDER/MODEL",
            })
    void saysWhatIsWrong(String routes, String name, String targets, String fault) {
        Settings settings = configured("ccproxy.routes", routes)
                .and("ccproxy.route." + name + ".targets", targets == null ? "" : targets)
                .read();

        assertThat(settings.faults()).singleElement().asString().startsWith(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "min-input-tokens, many, must be a whole number from 1 to 100000000",
        "thinking, perhaps, must be true or false",
        "clients, Alice, has the name Alice",
        "parameters.model, x, is no parameter with a default",
        "parameters.Max-Tokens, 1, is no parameter with a default",
        "parameters.thinking, '{\"type\":', begins like JSON and is none",
        "parameters.stop_sequences, '[\"a\"', begins like JSON and is none",
        "parameters.service_tier, '\"auto', begins like JSON and is none",
    })
    void saysWhatIsWrongWithASetting(String setting, String value, String fault) {
        Settings settings = configured(
                        "ccproxy.routes", "a", "ccproxy.route.a.targets", "own", "ccproxy.route.a." + setting, value)
                .read();

        assertThat(settings.faults()).singleElement().asString().startsWith("ccproxy.route.a." + setting + " " + fault);
    }

    @Test
    void warnsOfRoutesThatNothingReaches() {
        Settings settings = configured(
                        "ccproxy.routes", "a,b,c",
                        "ccproxy.route.a.thinking", "true",
                        "ccproxy.route.a.targets", "own",
                        "ccproxy.route.b.targets", "own",
                        "ccproxy.route.c.targets", "own")
                .read();

        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .contains("no request that does not name it comes to c, because b before it has no condition");
    }

    @Test
    void aRouteThatIsNotListedIsNamed() {
        assertThat(configured("ccproxy.route.a.targets", "own").read().warnings())
                .singleElement()
                .asString()
                .contains("because ccproxy.routes lists no such route");
    }

    @Test
    void anAliasMayLeadToARoute() {
        Settings settings = configured(
                        "ccproxy.routes", "a",
                        "ccproxy.route.a.targets", "openai/gpt-5,own",
                        "ccproxy.models", "claude-gpt",
                        "ccproxy.model.claude-gpt", "a")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.models()).containsEntry("claude-gpt", new ModelAlias("a", null));
    }
}
