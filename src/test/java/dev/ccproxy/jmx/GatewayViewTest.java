package dev.ccproxy.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.Budget;
import dev.ccproxy.config.LimitsSettings;
import dev.ccproxy.config.Role;
import dev.ccproxy.config.Settings;
import dev.ccproxy.config.SettingsOf;
import dev.ccproxy.limits.BudgetCharge;
import dev.ccproxy.limits.BudgetNodes;
import dev.ccproxy.limits.Budgets;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.limits.Permit;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.UsageTotals;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

class GatewayViewTest {

    @Test
    void limitsAndBudgetsAreCompositeDataWhichAnyJmxClientReads() throws Exception {
        Limiter limiter = new Limiter(() -> 0);
        Settings settings = SettingsOf.lines("ccproxy.limits.client.requests-per-minute=3\n");
        LimitsSettings limits = settings.limits();
        limiter.use(limits);
        Budgets budgets = BudgetNodes.budgets(
                false, true, List.of(BudgetNodes.usd(Budget.Period.WEEK, "2.5")), List.of(), () -> 0);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.ccproxy.test:type=Gateway,name=GatewayViewTest");
        server.registerMBean(new GatewayView(new UsageTotals(), new Activity(), limiter, budgets), name);

        Client bob = new Client("bob", null, Role.CLIENT, "01234567");
        List<BudgetCharge> charges =
                budgets.charge(bob, BudgetNodes.MODEL, LocalDate.parse("2026-11-25"), new BigDecimal("0.5"), 1);
        assertThat(charges).hasSize(1);
        assertThat((CompositeData[]) server.getAttribute(name, "Budgets"))
                .singleElement()
                .satisfies(budget -> {
                    assertThat(budget.getAll(new String[] {"kind", "name", "unit", "period"}))
                            .containsExactly("client", "bob", "usd", "week");
                    assertThat(budget.getAll(new String[] {"max", "used", "resetsAt"}))
                            .containsExactly(2.5, 0.5, Date.from(Instant.parse("2026-11-30T00:00:00Z")));
                });
        try (Permit permit = limiter.admit(new Client("alice", null, Role.CLIENT, "01234567"))) {
            assertThat(permit).isNotNull();
            assertThat((CompositeData[]) server.getAttribute(name, "Limits"))
                    .singleElement()
                    .satisfies(limit -> {
                        assertThat(limit.getAll(new String[] {"kind", "name", "limit"}))
                                .containsExactly("client", "alice", "requests-per-minute");
                        assertThat(limit.getAll(new String[] {"max", "used", "left"}))
                                .containsExactly(3L, 1L, 2L);
                    });
        } finally {
            server.unregisterMBean(name);
        }
    }
}
