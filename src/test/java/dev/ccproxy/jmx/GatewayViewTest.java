package dev.ccproxy.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.auth.Client;
import dev.ccproxy.config.LimitsSettings;
import dev.ccproxy.config.Role;
import dev.ccproxy.config.Settings;
import dev.ccproxy.config.SettingsOf;
import dev.ccproxy.limits.Limiter;
import dev.ccproxy.limits.Permit;
import dev.ccproxy.usage.Activity;
import dev.ccproxy.usage.UsageTotals;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

class GatewayViewTest {

    @Test
    void limitsAreCompositeDataWhichAnyJmxClientReads() throws Exception {
        Limiter limiter = new Limiter(() -> 0);
        Settings settings = SettingsOf.lines("ccproxy.limits.client.requests-per-minute=3\n");
        LimitsSettings limits = settings.limits();
        limiter.use(limits);
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.ccproxy.test:type=Gateway,name=GatewayViewTest");
        server.registerMBean(new GatewayView(new UsageTotals(), new Activity(), limiter), name);

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
