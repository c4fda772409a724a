package dev.ccproxy.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Role;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.usage.SumKey.Unit;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked for, by whom, and from which sums it is answered. */
class UsageQueryTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-25");
    private static final Client OPERATOR = Records.client("boss", null, Role.OPERATOR);
    private static final Client ALICE = Records.client("alice", "web", Role.CLIENT);
    private static final Client MONITOR = Records.client("nagios", null, Role.MONITOR);
    private static final Client LOCAL = new Client("local", null, Role.CLIENT, "local");

    private static UsageQuery parse(@Nullable String query, Client client) {
        return UsageQuery.of(query, client, TODAY, TODAY.minusDays(400));
    }

    private static ErrorType refusal(String query, Client client) {
        try {
            UsageQuery unused = parse(query, client);
            throw new AssertionError(query + " was not refused");
        } catch (ErrorException e) {
            return e.type();
        }
    }

    @Test
    void isOfThisMonthByDefault() {
        UsageQuery query = parse(null, OPERATOR);
        assertThat(query.by()).isEmpty();
        assertThat(query.from()).isEqualTo("2026-11-01");
        assertThat(query.to()).isEqualTo("2026-11-25");
        assertThat(query.unit()).isEqualTo(Unit.MONTH);
    }

    @ParameterizedTest
    @CsvSource({
        "month=2026-10,                        2026-10-01, 2026-10-31, MONTH",
        "month=2026-10&by=day,                 2026-10-01, 2026-10-31, DAY_MODELS",
        "'month=2026-10&by=day,team,model',    2026-10-01, 2026-10-31, DAY_MODELS",
        "'month=2026-10&by=day,client',        2026-10-01, 2026-10-31, DAY_CLIENTS",
        "'month=2026-10&by=day,model&client=a', 2026-10-01, 2026-10-31, DAY",
        "month=2026-10&by=session,             2026-10-01, 2026-10-31, SESSION",
        "month=2026-10&session=s,              2026-10-01, 2026-10-31, SESSION",
        "from=2026-10-01&to=2026-11-25,        2026-10-01, 2026-11-25, MONTH",
        "from=2026-10-01&to=2026-11-24,        2026-10-01, 2026-11-24, DAY_MODELS",
        "from=2026-10-02,                      2026-10-02, 2026-11-25, DAY_MODELS",
        "to=2026-10-31,                        2026-10-01, 2026-10-31, MONTH",
        "month=2020-02&by=month,               2020-02-01, 2020-02-29, MONTH",
    })
    void readsTheFewestSumsThatAreEnough(String query, LocalDate from, LocalDate to, Unit unit) {
        UsageQuery parsed = parse(query, OPERATOR);
        assertThat(parsed.from()).isEqualTo(from);
        assertThat(parsed.to()).isEqualTo(to);
        assertThat(parsed.unit()).isEqualTo(unit);
    }

    @Test
    void beginsWithTheFirstDayThatIsKeptIfNoneIsAskedFor() {
        LocalDate oldest = TODAY.minusDays(7);
        assertThat(UsageQuery.of("by=day", OPERATOR, TODAY, oldest).from()).isEqualTo(oldest);
        assertThat(UsageQuery.of("by=model", OPERATOR, TODAY, oldest).from()).isEqualTo("2026-11-01");
        assertThatThrownBy(() -> UsageQuery.of("by=day&from=2026-11-01", OPERATOR, TODAY, oldest))
                .hasMessageStartingWith("from must be 2026-11-18 or later");
        assertThatThrownBy(() -> UsageQuery.of("by=day&to=2026-11-10", OPERATOR, TODAY, oldest))
                .hasMessageStartingWith("from must be 2026-11-18 or later");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "by=user | by must be a list of day, month, client, team, model, provider, route, session",
                "by=day,day | by must be a list of",
                "by=day, | by must be a list of",
                "month=11.2026 | month must be a month such as 2026-11",
                "month=2026-11&from=2026-11-01 | month must be given alone",
                "from=24h | from must be a day such as 2026-11-30",
                "to=2026-02-30 | to must be a day such as 2026-11-30",
                "from=2026-11-02&to=2026-11-01 | from must not be after to",
                "from=2020-01-01&by=day | from must be 2025-10-21 or later",
                "from=2020-01-01&from=2020-01-02 | from must be given only once",
            })
    void whatCannotBeAskedForIsToldWithWhatCan(String query, String message) {
        assertThatThrownBy(() -> parse(query, OPERATOR))
                .isInstanceOfSatisfying(
                        ErrorException.class, e -> assertThat(e.type()).isEqualTo(ErrorType.INVALID_REQUEST))
                .hasMessageStartingWith(message);
    }

    @Test
    void aClientSeesItsOwnOnly() {
        assertThat(parse("by=team,session", ALICE).filters()).isEqualTo(Map.of(Dimension.CLIENT, "alice"));
        assertThat(parse("client=alice", ALICE).filters()).isEqualTo(Map.of(Dimension.CLIENT, "alice"));
        assertThat(refusal("client=bob", ALICE)).isEqualTo(ErrorType.PERMISSION);
        assertThat(parse("client=bob", OPERATOR).filters()).isEqualTo(Map.of(Dimension.CLIENT, "bob"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"by=client", "by=day,team", "by=session", "client=alice", "team=web", "session=s"})
    void whoHasNoKeyOfAClientSeesNoNames(String query) {
        assertThat(refusal(query, MONITOR)).isEqualTo(ErrorType.PERMISSION);
        assertThat(refusal(query, LOCAL)).isEqualTo(ErrorType.PERMISSION);
        assertThat(parse("by=day,model,provider,route", MONITOR).filters()).isEmpty();
        assertThat(parse("by=day,model,provider,route", LOCAL).filters()).isEmpty();
    }
}
