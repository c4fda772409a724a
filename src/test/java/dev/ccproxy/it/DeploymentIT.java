package dev.ccproxy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The built WAR, deployed into a running server by that server's own means, not by a configuration of ours. */
@ExtendWith(ArquillianExtension.class)
@Timeout(
        value = 5,
        unit = TimeUnit.MINUTES,
        threadMode = Timeout.ThreadMode.SAME_THREAD) // Arquillian is bound to its thread
class DeploymentIT {

    @ArquillianResource
    private URL url;

    @Deployment(testable = false)
    static WebArchive war() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/ccproxy.war"));
    }

    @Test
    @RunAsClient
    void answersWithItsBuildAndTheSocketItIsAskedOn() {
        Client client = new Client(URI.create("http://127.0.0.1:" + url.getPort()));
        Response response = client.get(url.getPath().replaceAll("/$", "") + "/status");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().getString("version")).isEqualTo(System.getProperty("ccproxy.it.version"));
        assertThat(response.json().getInt("port")).isEqualTo(client.port());
        assertThat(response.json().getJsonObject("providers").getInt("count")).isZero();
    }
}
