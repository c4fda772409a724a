package dev.ccproxy.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Glob;
import dev.ccproxy.config.Limits;
import dev.ccproxy.config.LimitsSettings;
import dev.ccproxy.config.Role;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorResponse;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.limits.Limiter.Figure;
import dev.ccproxy.messages.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimiterTest {

    private static final Client ALICE = client("alice", "platform");
    private static final Client BOB = client("bob", "platform");
    private static final Client CAROL = client("carol", null);

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
    private final Limiter limiter = new Limiter(clock::get);

    private static Client client(String name, @Nullable String team) {
        return new Client(name, team, Role.CLIENT, "12345678");
    }

    private static Limits limits(@Nullable Integer requests, @Nullable Integer tokens, @Nullable Integer atOnce) {
        return new Limits(requests, tokens, atOnce, List.of(), List.of());
    }

    private static Limits models(String... patterns) {
        return new Limits(
                null, null, null, List.of(patterns).stream().map(Glob::new).toList(), List.of());
    }

    private void use(Limits client, Limits team) {
        limiter.use(new LimitsSettings(client, team, Map.of(), Map.of()));
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private void send(Client client) {
        limiter.admit(client).close();
    }

    private ErrorResponse refused(Client client) {
        return ErrorResponse.of(catchThrowableOfType(ErrorException.class, () -> limiter.admit(client)));
    }

    private static ErrorResponse refused(Permit permit, long tokens) {
        return ErrorResponse.of(catchThrowableOfType(ErrorException.class, () -> permit.reserve(() -> tokens)));
    }

    private long used(String kind, String name, String limit) {
        return limiter.figures().stream()
                .filter(figure -> figure.kind().equals(kind)
                        && figure.name().equals(name)
                        && figure.limit().equals(limit))
                .mapToLong(Figure::used)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutLimitsEverythingIsLetIn() {
        for (int i = 0; i < 1000; i++) {
            limiter.admit(ALICE).reserve(() -> {
                throw new AssertionError("An estimate costs time, and nothing asks for it");
            });
        }
        assertThat(limiter.figures()).isEmpty();
    }

    @Test
    void aRequestLeavesTheWindowAfterAMinuteAndNotBefore() {
        use(limits(2, null, null), Limits.NONE);
        send(ALICE);
        pass(Duration.ofSeconds(20));
        send(ALICE);

        assertThat(refused(ALICE).retryAfter()).isEqualTo(40);
        pass(Duration.ofNanos(39_999_999_999L));
        ErrorResponse refusal = refused(ALICE);
        assertThat(refusal)
                .isEqualTo(new ErrorResponse(
                        429,
                        ErrorType.RATE_LIMIT,
                        "At most 2 requests a minute are allowed for client alice (requests-per-minute), and as many were"
                                + " sent; try again in 1 s",
                        1,
                        "client_rate_limited",
                        true,
                        null));
        send(CAROL);
        pass(Duration.ofNanos(1));
        send(ALICE);
        assertThat(refused(ALICE).retryAfter()).isEqualTo(20);
    }

    @Test
    void keysOfOneNameAreOneClient() {
        use(limits(1, null, null), Limits.NONE);
        send(ALICE);

        assertThat(refused(new Client("alice", null, Role.CLIENT, "87654321")).code())
                .isEqualTo("client_rate_limited");
    }

    @Test
    void aRefusalByTheTeamTakesNothingFromTheClient() {
        use(limits(2, null, null), limits(2, null, null));
        send(ALICE);
        send(BOB);

        ErrorResponse refusal = refused(BOB);
        assertThat(refusal.code()).isEqualTo("team_rate_limited");
        assertThat(refusal.message()).contains("for team platform");
        assertThat(used("client", "bob", "requests-per-minute")).isEqualTo(1);
        assertThat(used("team", "platform", "requests-per-minute")).isEqualTo(2);
        limiter.use(new LimitsSettings(limits(2, null, null), Limits.NONE, Map.of(), Map.of()));
        send(BOB);
        assertThat(refused(BOB).code()).isEqualTo("client_rate_limited");
    }

    @Test
    void aRefusalByTheClientTakesNothingFromTheTeam() {
        use(limits(1, null, null), limits(2, null, null));
        send(ALICE);
        refused(ALICE);

        send(BOB);
    }

    @Test
    void theLimitThatLastsLongerIsTold() {
        use(limits(1, null, null), limits(1, null, null));
        send(BOB);
        pass(Duration.ofSeconds(30));
        limiter.use(new LimitsSettings(limits(1, null, null), Limits.NONE, Map.of(), Map.of()));
        send(ALICE);
        use(limits(1, null, null), limits(1, null, null));

        assertThat(refused(ALICE).code()).isEqualTo("client_rate_limited");
        assertThat(refused(ALICE).retryAfter()).isEqualTo(60);
    }

    @Test
    void aPermitIsGivenBackOnce() {
        use(limits(null, null, 2), Limits.NONE);
        Permit one = limiter.admit(ALICE);
        Permit two = limiter.admit(ALICE);

        ErrorResponse refusal = refused(ALICE);
        assertThat(refusal.message())
                .isEqualTo(
                        "At most 2 requests at once are allowed for client alice (concurrent-requests), and as many are"
                                + " under way; try again in 5 s");
        assertThat(refusal.retryAfter()).isEqualTo(5);
        one.close();
        one.close();
        Permit three = limiter.admit(ALICE);
        assertThat(refused(ALICE).status()).isEqualTo(429);
        two.close();
        three.close();
        assertThat(used("client", "alice", "concurrent-requests")).isZero();
    }

    @Test
    void whatIsUnderWayCountsWhenALimitIsSetLater() {
        Permit one = limiter.admit(ALICE);
        use(limits(null, null, 1), Limits.NONE);

        refused(ALICE);
        one.close();
        send(ALICE);
    }

    @Test
    void tokensThatAreReservedCountAndAreReplacedByWhatWasUsed() {
        use(limits(null, 100, null), Limits.NONE);
        Permit one = limiter.admit(ALICE);
        one.reserve(() -> 50);
        Permit two = limiter.admit(ALICE);
        two.reserve(() -> 30);

        ErrorResponse refusal = refused(limiter.admit(ALICE), 21);
        assertThat(refusal.message())
                .isEqualTo(
                        "At most 100 tokens a minute are allowed for client alice (tokens-per-minute), of which 80 are"
                                + " used or reserved, and this request needs about 21; try again in 5 s");
        one.settle(10);
        assertThat(used("client", "alice", "tokens-per-minute")).isEqualTo(40);
        limiter.admit(ALICE).reserve(() -> 21);
        two.settle(70);
        assertThat(used("client", "alice", "tokens-per-minute")).isEqualTo(101);
        assertThat(limiter.figures().get(0).left()).isZero();
    }

    @Test
    void tokensLeaveTheWindowAfterAMinuteFromWhenTheyWereUsed() {
        use(limits(null, 100, null), Limits.NONE);
        Permit one = limiter.admit(ALICE);
        one.reserve(() -> 40);
        pass(Duration.ofSeconds(30));
        one.settle(90);
        one.close();

        ErrorResponse refusal = refused(limiter.admit(ALICE), 50);
        assertThat(refusal.retryAfter()).as("when those of the input leave").isBetween(30L, 31L);
        pass(Duration.ofSeconds(refusal.retryAfter()));
        assertThat(used("client", "alice", "tokens-per-minute")).isEqualTo(50);
        limiter.admit(ALICE).reserve(() -> 50);
        pass(Duration.ofSeconds(31));
        assertThat(used("client", "alice", "tokens-per-minute")).isEqualTo(50);
        pass(Duration.ofSeconds(31));
        assertThat(used("client", "alice", "tokens-per-minute")).isZero();
    }

    @Test
    void aResponseThatIsLongerThanAMinuteCountsAtItsEnd() {
        use(limits(null, 100, null), Limits.NONE);
        Permit one = limiter.admit(ALICE);
        one.reserve(() -> 40);
        pass(Duration.ofMinutes(3));
        assertThat(used("client", "alice", "tokens-per-minute")).isZero();
        one.settle(30);
        assertThat(used("client", "alice", "tokens-per-minute"))
                .as("less than what has left")
                .isZero();

        Permit two = limiter.admit(ALICE);
        two.reserve(() -> 40);
        pass(Duration.ofMinutes(3));
        two.settle(45);
        assertThat(used("client", "alice", "tokens-per-minute")).isEqualTo(5);
    }

    @Test
    void aRequestThatIsSentSeveralTimesCountsEachTime() {
        use(limits(null, 100, null), Limits.NONE);
        Permit permit = limiter.admit(ALICE);
        permit.reserve(() -> 20);
        permit.settle(0);
        permit.settle(15);
        permit.settle(30);

        assertThat(used("client", "alice", "tokens-per-minute")).isEqualTo(45);
    }

    @Test
    void withoutSettlingTheReservationStays() {
        use(limits(null, 100, null), Limits.NONE);
        try (Permit permit = limiter.admit(ALICE)) {
            permit.reserve(() -> 50);
        }

        assertThat(used("client", "alice", "tokens-per-minute")).isEqualTo(50);
        limiter.admit(ALICE).reserve(() -> 51);
        assertThat(refused(limiter.admit(ALICE), 1).message()).contains("of which 100 are used");
    }

    @Test
    void aRequestThatIsLargerThanTheLimitReservesHalfOfIt() {
        use(limits(null, 100, null), Limits.NONE);
        Permit one = limiter.admit(ALICE);
        one.reserve(() -> 1_000_000);
        limiter.admit(ALICE).reserve(() -> 1_000_000);

        assertThat(refused(limiter.admit(ALICE), 1).status()).isEqualTo(429);
        one.settle(1_000_000);
        assertThat(used("client", "alice", "tokens-per-minute")).isEqualTo(1_000_050);
    }

    @Test
    void tokensOfATeamAreThoseOfItsClients() {
        use(Limits.NONE, limits(null, 100, null));
        limiter.admit(ALICE).reserve(() -> 50);
        limiter.admit(BOB).reserve(() -> 50);
        limiter.admit(CAROL).reserve(() -> 50);

        assertThat(refused(limiter.admit(BOB), 1).code()).isEqualTo("team_rate_limited");
    }

    @Test
    void aRequestThatIsRefusedForItsTokensIsNoRequestOfTheLastMinute() {
        use(limits(3, 100, null), Limits.NONE);
        limiter.admit(ALICE).reserve(() -> 50);
        pass(Duration.ofMillis(1));
        Permit refused = limiter.admit(ALICE);
        pass(Duration.ofMillis(1));
        limiter.admit(ALICE).reserve(() -> 30);
        refused(refused, 50);
        refused.close();

        assertThat(used("client", "alice", "requests-per-minute")).isEqualTo(2);
        send(ALICE);
        assertThat(refused(ALICE).code()).isEqualTo("client_rate_limited");
        pass(Duration.ofMillis(59_998));
        send(ALICE);
        assertThat(refused(ALICE).retryAfter()).isEqualTo(1);
    }

    @Test
    void otherLimitsKeepWhatWasCounted() {
        use(limits(5, 100, null), Limits.NONE);
        for (int i = 0; i < 4; i++) {
            send(ALICE);
        }
        Permit under = limiter.admit(ALICE);
        under.reserve(() -> 50);
        use(limits(2, 60, null), Limits.NONE);

        assertThat(refused(ALICE).message()).contains("At most 2 requests");
        use(limits(6, 60, null), Limits.NONE);
        Permit permit = limiter.admit(ALICE);
        assertThat(refused(permit, 20).message()).contains("At most 60 tokens", "of which 50");
        use(Limits.NONE, Limits.NONE);
        under.settle(70);
        use(limits(6, 100, null), Limits.NONE);
        assertThat(used("client", "alice", "tokens-per-minute")).isEqualTo(70);
        assertThat(used("client", "alice", "requests-per-minute")).isEqualTo(5);
    }

    @Test
    void whoIsIdleIsForgottenAndWhoIsNamedIsNot() {
        limiter.use(new LimitsSettings(
                limits(5, 100, 5),
                Limits.NONE,
                Map.of("bob", limits(7, null, null)),
                Map.of("sales", limits(null, null, 3))));
        limiter.admit(ALICE).close();
        Permit under = limiter.admit(client("dave", null));
        pass(Duration.ofMinutes(1));
        send(CAROL);

        assertThat(limiter.figures().stream()
                        .map(figure -> figure.kind() + " " + figure.name())
                        .distinct())
                .containsExactly("client bob", "client carol", "client dave", "team sales");
        assertThat(limiter.figures())
                .contains(
                        new Figure("client", "bob", "requests-per-minute", 7, 0),
                        new Figure("client", "carol", "requests-per-minute", 5, 1),
                        new Figure("client", "dave", "concurrent-requests", 5, 1),
                        new Figure("team", "sales", "concurrent-requests", 3, 0));
        under.close();
        pass(Duration.ofMinutes(2));
        send(CAROL);
        assertThat(limiter.figures().stream().map(Figure::name)).doesNotContain("dave");
    }

    @Test
    void figuresAreBounded() {
        List<Permit> permits = new ArrayList<>();
        use(limits(1, null, null), Limits.NONE);
        for (int i = 0; i < 1200; i++) {
            permits.add(limiter.admit(client("c" + i, null)));
        }
        assertThat(limiter.figures()).hasSize(1000);
        permits.forEach(Permit::close);
    }

    @Test
    void bothTheClientAndItsTeamMustBeAllowedAModel() {
        use(models("claude-*", "own/llama*"), models("*haiku*", "own/*"));

        assertThat(limiter.allows(ALICE, "anthropic", "claude-haiku-4-5")).isTrue();
        assertThat(limiter.allows(ALICE, "own", "llama3.2")).isTrue();
        assertThat(limiter.allows(CAROL, "anthropic", "claude-opus-4-1")).isTrue();
        assertThat(limiter.allows(ALICE, "anthropic", "claude-opus-4-1")).isFalse();
        assertThat(limiter.allows(ALICE, "own", null)).isFalse();
        assertThat(ErrorResponse.of(limiter.notAllowed(ALICE, "anthropic", "claude-opus-4-1")))
                .isEqualTo(new ErrorResponse(
                        400,
                        ErrorType.INVALID_REQUEST,
                        "The model anthropic/claude-opus-4-1 is not allowed for team platform; choose one of: *haiku*,"
                                + " own/*",
                        0,
                        "model_not_allowed",
                        false,
                        null));
        assertThat(limiter.notAllowed(ALICE, "own", "x".repeat(1000)))
                .hasMessageContaining("for client alice; choose one of: claude-*, own/llama*")
                .extracting(Throwable::getMessage)
                .asString()
                .hasSizeLessThan(400);
    }

    @Test
    void withoutAListEveryModelIsAllowed() {
        assertThat(limiter.allows(ALICE, "own", null)).isTrue();
    }

    @Test
    void whatIsReadFromACacheDoesNotCount() {
        assertThat(Permit.counted(new Usage(1L, 20L, 300L, 4000L, 300L, 10L))).isEqualTo(321);
        assertThat(Permit.counted(Usage.UNKNOWN)).isZero();
        assertThat(Permit.counted(new Usage(-5L, Long.MAX_VALUE, null, null, null, null)))
                .isEqualTo(1_000_000_000_000L);
    }

    @Test
    void noNumberOfAProviderIsTooLarge() {
        use(limits(null, 100, null), Limits.NONE);
        Permit permit = limiter.admit(ALICE);
        permit.reserve(() -> Long.MAX_VALUE);
        for (int i = 0; i < 1000; i++) {
            permit.settle(Long.MAX_VALUE);
        }
        assertThat(used("client", "alice", "tokens-per-minute")).isEqualTo(1_000_000_000_000L);
    }

    @Test
    void aFreePermitCountsNothing() {
        Permit.FREE.reserve(() -> {
            throw new AssertionError();
        });
        Permit.FREE.settle(5);
        Permit.FREE.close();
        Permit.FREE.close();
    }
}
