package dev.ccproxy.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Role;
import dev.ccproxy.config.Settings;
import dev.ccproxy.config.SettingsOf;
import dev.ccproxy.messages.MessageRequest;
import dev.ccproxy.messages.RequestFeatures;
import dev.ccproxy.provider.Provider;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With a hundred routes, to choose costs less than 20 µs. */
class RoutingCostTest {

    private static final Duration MAX = Duration.ofNanos(20_000);
    private static final int ROUTES = 100;
    private static final int DECISIONS = 500;
    private static final int ROUNDS = 1_000;

    @Test
    void isLittleWithAHundredRoutes() {
        String routes = IntStream.range(0, ROUTES).mapToObj(i -> "r" + i).collect(Collectors.joining(","));
        String each = IntStream.range(0, ROUTES)
                .mapToObj(i -> "ccproxy.route.r" + i + ".models=claude-*-" + i + ", gpt-" + i + "*\n"
                        + "ccproxy.route.r" + i + ".teams=team-" + i + "\n"
                        + "ccproxy.route.r" + i + ".thinking=true\n"
                        + "ccproxy.route.r" + i + ".targets=a|b, c\n")
                .collect(Collectors.joining());
        Settings settings = SettingsOf.lines("ccproxy.providers=a,b,c\nccproxy.routes=" + routes + "\n" + each);
        assertThat(settings.faults()).isEmpty();
        List<Provider> providers = settings.providers().entrySet().stream()
                .map(entry -> new Provider(entry.getKey(), entry.getValue()))
                .toList();
        Router router = new Router(providers, settings);
        Rests rests = new Rests(System::nanoTime);
        byte[] body = "{\"model\":\"claude-opus-99\",\"thinking\":{\"type\":\"adaptive\"}}".getBytes(UTF_8);
        Client client = new Client("alice", "team-99", Role.CLIENT, "01234567");
        RequestFeatures features = MessageRequest.read(body).features();
        RoutedRequest request = new RoutedRequest(client, "claude-opus-99", features, null, false, "session");

        // The thread's own time, and the best of many short rounds: beside other work the compiler comes late.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        int chosen = 0;
        int rounds = 0;
        for (; rounds < ROUNDS && best >= MAX.toNanos(); rounds++) {
            long began = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < DECISIONS; i++) {
                Decision decision = router.decide(request);
                Plan plan = new Plan(
                        decision, () -> Affinity.of(request), rests, provider -> false, provider -> List.of(), false);
                chosen += plan.next() instanceof Plan.Send ? 1 : 0;
            }
            best = Math.min(best, (threads.getCurrentThreadCpuTime() - began) / DECISIONS);
        }

        assertThat(chosen).isEqualTo(rounds * DECISIONS);
        assertThat(Duration.ofNanos(best))
                .as("a decision with %d routes", ROUTES)
                .isLessThan(MAX);
    }
}
