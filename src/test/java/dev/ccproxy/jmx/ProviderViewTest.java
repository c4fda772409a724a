package dev.ccproxy.jmx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ccproxy.http.JsonbResolver;
import dev.ccproxy.monitor.State;
import dev.ccproxy.status.ProviderStatus;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderViewTest {

    @ParameterizedTest
    @CsvSource({"disabled, -1", "up, 0", "degraded, 1", "unknown, 2", "down, 3"})
    void stateCodeIsGreaterForAWorseState(String state, int code) {
        ProviderView view = view("{\"state\":\"" + state + "\"}");

        assertThat(view.getState()).isEqualTo(state);
        assertThat(view.getStateCode()).isEqualTo(code);
    }

    @Test
    void everyStateHasACodeOfItsOwn() {
        assertThat(Stream.of(State.values()).map(StateCode::of)).doesNotHaveDuplicates();
    }

    @Test
    void daysOfACertificateAreNullWithoutOne() throws Exception {
        assertThat(view("{}").getCertificateDaysLeft()).isNull();
        assertThat(view("{\"tls\":{\"days_left\":59}}").getCertificateDaysLeft())
                .isEqualTo(59);

        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.ccproxy.test:type=Provider,name=ProviderViewTest");
        server.registerMBean(view("{\"tls\":{\"days_left\":-3}}"), name);
        try {
            assertThat(server.getAttribute(name, "CertificateDaysLeft")).isEqualTo(-3L);
        } finally {
            server.unregisterMBean(name);
        }
    }

    private static ProviderView view(String json) {
        ProviderStatus status = JsonbResolver.JSONB.fromJson(json, ProviderStatus.class);
        return new ProviderView(() -> status);
    }
}
