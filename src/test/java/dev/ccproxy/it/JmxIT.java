package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.MBeanInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;

/** The MBeans of the shared server, from another process of the same user: no port has been opened for them. */
class JmxIT {

    private final Server server = Server.shared();
    private final Client client = server.client();

    // The address is that of the server that the test has started, by the JVM's own word.
    @SuppressWarnings("BanJNDI")
    @Test
    void hasTheFiguresOfTheStatus() throws Exception {
        await().until(() -> client.get("/health/started").status() == 200);
        VirtualMachine machine =
                VirtualMachine.attach(Long.toString(server.process().pid()));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            MBeanServerConnection mbeans = connector.getMBeanServerConnection();

            assertThat(mbeans.queryNames(new ObjectName("dev.ccproxy:*"), null))
                    .extracting(ObjectName::getCanonicalName)
                    .containsExactlyInAnyOrder(
                            "dev.ccproxy:type=Status",
                            "dev.ccproxy:type=Gateway",
                            "dev.ccproxy:name=answering,type=Provider",
                            "dev.ccproxy:name=refusing,type=Provider");
            ObjectName status = new ObjectName("dev.ccproxy:type=Status");
            assertThat(mbeans.getAttribute(status, "Version"))
                    .isEqualTo(client.get("/status").json().getString("version"));
            assertThat(mbeans.getAttribute(status, "State")).isEqualTo("degraded");
            assertThat(mbeans.getAttribute(status, "StateCode")).isEqualTo(1);
            assertThat(mbeans.getAttribute(status, "ActiveProviderCount")).isEqualTo(1);
            assertThat(mbeans.getAttribute(status, "ProviderCount")).isEqualTo(2);
            assertThat(mbeans.getAttribute(status, "ActiveProviders")).isEqualTo(new String[] {"answering"});
            assertThat(mbeans.getAttribute(status, "InMaintenance")).isEqualTo(false);
            ObjectName refusing = new ObjectName("dev.ccproxy:type=Provider,name=refusing");
            assertThat(mbeans.getAttribute(refusing, "State")).isEqualTo("down");
            assertThat(mbeans.getAttribute(refusing, "StateCode")).isEqualTo(3);
            assertThat(mbeans.getAttribute(refusing, "CertificateDaysLeft")).isNull();
            assertThat(mbeans.getAttribute(refusing, "Reason")).isEqualTo("connection_refused");
            for (ObjectName name : Set.of(status, refusing, new ObjectName("dev.ccproxy:type=Gateway"))) {
                MBeanInfo info = mbeans.getMBeanInfo(name);
                Set<String> names = Stream.of(info.getAttributes())
                        .map(attribute -> attribute.getName())
                        .collect(Collectors.toSet());
                assertThat(mbeans.getAttributes(name, names.toArray(String[]::new))
                                .asList())
                        .as("every attribute can be read")
                        .extracting(Attribute::getName)
                        .containsExactlyInAnyOrderElementsOf(names);
                assertThat(info.getAttributes()).as("read only").noneMatch(attribute -> attribute.isWritable());
                assertThat(info.getOperations()).isEmpty();
            }
        } finally {
            machine.detach();
        }
    }
}
