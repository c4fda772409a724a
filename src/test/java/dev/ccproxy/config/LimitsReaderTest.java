package dev.ccproxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.config.Budget.Period;
import dev.ccproxy.config.Budget.Unit;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsReaderTest {

    @Test
    void withoutSettingsEverythingIsAllowed() {
        assertThat(Configured.by().read().limits()).isEqualTo(LimitsSettings.NONE);
    }

    @Test
    void aValueOfOnesOwnWinsKeyByKey() {
        Settings settings = Configured.by(
                        "ccproxy.limits.client.requests-per-minute", "60",
                        "ccproxy.limits.client.tokens-per-minute", "1000000000",
                        "ccproxy.limits.client.models", "claude-*, own/*",
                        "ccproxy.limits.team.concurrent-requests", "9",
                        "ccproxy.clients", "alice, bob, carol",
                        "ccproxy.client.alice.requests-per-minute", "Unlimited",
                        "ccproxy.client.alice.concurrent-requests", "2",
                        "ccproxy.client.bob.models", "*",
                        "ccproxy.teams", "platform",
                        "ccproxy.team.platform.concurrent-requests", "unlimited")
                .read();

        assertThat(settings.faults()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
        LimitsSettings limits = settings.limits();
        List<Glob> models = List.of(new Glob("claude-*"), new Glob("own/*"));
        assertThat(limits.ofClient("alice")).isEqualTo(new Limits(null, 1_000_000_000, 2, models, List.of()));
        assertThat(limits.ofClient("bob"))
                .isEqualTo(new Limits(60, 1_000_000_000, null, List.of(new Glob("*")), List.of()));
        assertThat(limits.ofClient("carol")).isEqualTo(limits.client());
        assertThat(limits.ofClient("dave"))
                .as("whom nobody has named")
                .isEqualTo(new Limits(60, 1_000_000_000, null, models, List.of()));
        assertThat(limits.ofTeam("platform")).isEqualTo(Limits.NONE);
        assertThat(limits.ofTeam("sales")).isEqualTo(new Limits(null, null, 9, List.of(), List.of()));
    }

    @Test
    void theEnvironmentSetsThemToo() {
        Settings settings = Configured.byEnvironment(
                        "CCPROXY_CLIENTS", "build-bot", "CCPROXY_CLIENT_BUILD_BOT_TOKENS_PER_MINUTE", "5000")
                .read();

        assertThat(settings.warnings()).isEmpty();
        assertThat(settings.limits().ofClient("build-bot").tokensPerMinute()).isEqualTo(5000);
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-1, true",
        "claude-haiku-4-5, false",
        "opus, false",
        "llama3.2:8b, true",
        "qwen, false",
        "'', false"
    })
    void aModelIsHeldAgainstItsNameAloneAndBehindItsProviders(String model, boolean allowed) {
        Limits limits =
                new Limits(null, null, null, List.of(new Glob("claude-opus-*"), new Glob("own/llama*")), List.of());

        assertThat(limits.allows("own", model)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ccproxy.limits.client.requests-per-minute | 0 | must be a whole number from 1 to 100000, or unlimited,"
                        + " and is 0",
                "ccproxy.limits.team.tokens-per-minute | 1000000001 | must be a whole number from 1 to 1000000000, or"
                        + " unlimited, and is 1000000001",
                "ccproxy.client.alice.concurrent-requests | none | must be a whole number from 1 to 100000, or unlimited,"
                        + " and is none",
                "ccproxy.client.alice.models | claude-*, none | must be a comma-separated list of models, each MODEL or"
                        + " PROVIDER/MODEL, in which * stands for any characters; a single * allows all",
                "ccproxy.client.alice.models | a b | must be a comma-separated list of models, each MODEL or"
                        + " PROVIDER/MODEL, in which * stands for any characters; a single * allows all",
                "ccproxy.teams | Sales | has the name Sales; a name is 1 to 63 lower-case letters, digits and hyphens, and"
                        + " does not begin with a hyphen",
                "ccproxy.teams | a,b,a | has the name a twice; remove one",
            })
    void saysWhatIsWrong(String key, String value, String fault) {
        Settings settings =
                Configured.by("ccproxy.clients", "alice").and(key, value).read();

        assertThat(settings.faults()).containsExactly(key + " " + fault);
    }

    @Test
    void budgetsAreOfMoneyTokensOrBothAndHaveDefaultsByPeriod() {
        Settings settings = Configured.by(
                        "ccproxy.limits.client.budget-per-day", "25.50 USD",
                        "ccproxy.limits.client.budget-per-month", "300USD, 2000000 tokens",
                        "ccproxy.clients", "alice",
                        "ccproxy.client.alice.budget-per-day", "unlimited",
                        "ccproxy.client.alice.budget-per-week", "7 usd")
                .read();
        assertThat(settings.faults()).isEmpty();
        assertThat(settings.limits().ofClient("bob").budgets())
                .containsExactly(
                        new Budget(Unit.USD, Period.DAY, new BigDecimal("25.50")),
                        new Budget(Unit.USD, Period.MONTH, new BigDecimal("300")),
                        new Budget(Unit.TOKENS, Period.MONTH, new BigDecimal("2000000")));
        assertThat(settings.limits().ofClient("alice").budgets())
                .containsExactly(
                        new Budget(Unit.USD, Period.WEEK, new BigDecimal("7")),
                        new Budget(Unit.USD, Period.MONTH, new BigDecimal("300")),
                        new Budget(Unit.TOKENS, Period.MONTH, new BigDecimal("2000000")));
        assertThat(settings.limits().ofTeam("web").budgets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"25", "USD", "0 USD", "0.0000001 USD", "-1 USD", "1 EUR", "5 USD, 6 USD", "1.5 tokens", "all"})
    void whatIsNoBudgetIsAFault(String value) {
        assertThat(Configured.by("ccproxy.limits.team.budget-per-week", value)
                        .read()
                        .faults())
                .singleElement()
                .asString()
                .contains("ccproxy.limits.team.budget-per-week", "25.50 USD or 2000000 tokens");
    }

    @ParameterizedTest
    @CsvSource({"false, , true", "true, , false", "true, allow, true", "false, refuse, false"})
    void withoutADatabaseStrictBudgetsRefuseUnlessItIsSaid(String strict, @Nullable String policy, boolean allowed) {
        Settings settings = policy == null
                ? Configured.by("ccproxy.budget.strict", strict).read()
                : Configured.by("ccproxy.budget.strict", strict, "ccproxy.budget.without-database", policy)
                        .read();
        assertThat(settings.usage().strictBudgets()).isEqualTo(Boolean.parseBoolean(strict));
        assertThat(settings.usage().allowedWithoutDatabase()).isEqualTo(allowed);
    }
}
