package dev.ccproxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            "v1 Service", V1Service::validateJsonElement,
            "apps/v1 Deployment", V1Deployment::validateJsonElement,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

    private static String read(String name) throws IOException {
        return Files.readString(Path.of("kubernetes", name + ".yaml"));
    }

    private static JsonObject parsed(String yaml) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Map<String, Object> object = new Yaml(options).load(yaml);
        return new Gson().toJsonTree(object).getAsJsonObject();
    }

    private static JsonObject validated(String manifest) throws IOException {
        JsonObject json = parsed(manifest);
        String kind =
                json.get("apiVersion").getAsString() + " " + json.get("kind").getAsString();
        requireNonNull(KINDS.get(kind), kind).validate(json);
        return json;
    }

    private static <T> T manifest(String name, Class<T> type) throws IOException {
        return JSON.getGson().fromJson(validated(read(name)), type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment", "poddisruptionbudget", "service"})
    void isValid(String name) throws IOException {
        validated(read(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas",
                "enableServiceLinks",
                "runAsNonRoot",
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
        var kustomization = parsed(read("kustomization"));
        var settings = generator(kustomization, "configMapGenerator");
        var keys = generator(kustomization, "secretGenerator");

        assertThat(deployment.getSelector().getMatchLabels())
                .isEqualTo(service.getSelector())
                .isEqualTo(budget.getSelector().getMatchLabels())
                .isEqualTo(labels);
        assertThat(service.getPorts().get(0).getTargetPort())
                .hasToString(container.getPorts().get(0).getName());
        assertThat(texts(kustomization.getAsJsonArray("resources")))
                .containsExactlyInAnyOrder("deployment.yaml", "poddisruptionbudget.yaml", "service.yaml");
        assertThat(kustomization
                        .getAsJsonArray("images")
                        .get(0)
                        .getAsJsonObject()
                        .get("name")
                        .getAsString())
                .isEqualTo(container.getImage());
        assertThat(container.getEnvFrom().get(0).getConfigMapRef().getName())
                .isEqualTo(settings.get("name").getAsString());
        var volume = pod.getVolumes().get(1);
        assertThat(volume.getSecret().getSecretName())
                .isEqualTo(keys.get("name").getAsString());
        var mount = container.getVolumeMounts().get(1);
        assertThat(mount.getName()).isEqualTo(volume.getName());
        assertThat(texts(settings.getAsJsonArray("literals")))
                .filteredOn(setting -> setting.contains("_FILE="))
                .extracting(setting -> setting.replaceFirst(".*=" + mount.getMountPath(), "secrets"))
                .containsExactlyInAnyOrderElementsOf(texts(keys.getAsJsonArray("files")));
    }

    private static JsonObject generator(JsonObject kustomization, String kind) {
        return kustomization.getAsJsonArray(kind).get(0).getAsJsonObject();
    }

    private static List<String> texts(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsString).toList();
    }
}
