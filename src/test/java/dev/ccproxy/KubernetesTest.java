package dev.ccproxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The manifests in {@code kubernetes/} are what Kubernetes reads them as: no field is misspelt or of another type, and
 * what one of them names is in another.
 */
class KubernetesTest {

    private interface Validator {
        void validate(JsonElement object) throws IOException;
    }

    private static final Map<String, Validator> KINDS = Map.of(
            "v1 ConfigMap", V1ConfigMap::validateJsonElement,
            "v1 Secret", V1Secret::validateJsonElement,
            "v1 Service", V1Service::validateJsonElement,
            "apps/v1 Deployment", V1Deployment::validateJsonElement,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

    private static String read(String name) throws IOException {
        return Files.readString(Path.of("kubernetes", name + ".yaml"));
    }

    private static JsonElement validated(String manifest) throws IOException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Map<String, Object> object = new Yaml(options).load(manifest);
        String kind = object.get("apiVersion") + " " + object.get("kind");
        JsonElement json = new Gson().toJsonTree(object);
        requireNonNull(KINDS.get(kind), kind).validate(json);
        return json;
    }

    private static <T> T manifest(String name, Class<T> type) throws IOException {
        return JSON.getGson().fromJson(validated(read(name)), type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"configmap", "deployment", "poddisruptionbudget", "secret", "service"})
    void isValid(String name) throws IOException {
        validated(read(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas",
                "enableServiceLinks",
                "fsGroup",
                "maxSkew",
                "envFrom",
                "failureThreshold",
                "path",
                "readOnlyRootFilesystem",
                "drop",
                "mountPath",
                "sizeLimit",
                "secretName"
            })
    void misspeltFieldIsFound(String field) throws IOException {
        String manifest = read("deployment");
        assertThat(manifest).contains(" " + field + ":");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> validated(manifest.replace(" " + field + ":", " " + field + "s:")));
    }

    @Test
    @SuppressWarnings("NullAway") // what is missing ends the test
    void whatTheyNameExists() throws IOException {
        var deployment = manifest("deployment", V1Deployment.class).getSpec();
        var template = deployment.getTemplate();
        var labels = template.getMetadata().getLabels();
        var pod = template.getSpec();
        var container = pod.getContainers().get(0);
        var service = manifest("service", V1Service.class).getSpec();
        var budget =
                manifest("poddisruptionbudget", V1PodDisruptionBudget.class).getSpec();
        var configMap = manifest("configmap", V1ConfigMap.class);
        var secret = manifest("secret", V1Secret.class);

        assertThat(deployment.getSelector().getMatchLabels())
                .isEqualTo(service.getSelector())
                .isEqualTo(budget.getSelector().getMatchLabels())
                .isEqualTo(labels);
        assertThat(service.getPorts().get(0).getTargetPort())
                .hasToString(container.getPorts().get(0).getName());
        assertThat(container.getEnvFrom().get(0).getConfigMapRef())
                .hasFieldOrPropertyWithValue("name", configMap.getMetadata().getName());
        var keys = pod.getVolumes().get(1);
        assertThat(keys.getSecret().getSecretName())
                .isEqualTo(secret.getMetadata().getName());
        var mount = container.getVolumeMounts().get(1);
        assertThat(mount.getName()).isEqualTo(keys.getName());
        assertThat(configMap.getData().entrySet())
                .filteredOn(setting -> setting.getKey().endsWith("_FILE"))
                .extracting(setting -> setting.getValue().replace(mount.getMountPath() + "/", ""))
                .containsExactlyInAnyOrderElementsOf(secret.getStringData().keySet());
    }
}
