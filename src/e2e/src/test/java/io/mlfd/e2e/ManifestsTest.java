package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the manifests promise, read from the files: no cluster is needed. */
class ManifestsTest {

    private static final Path MANIFESTS = Path.of("../../manifests");
    private static final String VERSION = System.getProperty("mlfd.version");

    @Test
    void theOperatorAndTheTrainerAreOfThisVersion() throws IOException {
        Container operator = pod().getContainers().get(0);

        assertThat(operator.getImage()).isEqualTo("localhost/mlfd-operator:" + VERSION);
        assertThat(operator.getEnv())
                .filteredOn(variable -> variable.getName().equals("MLFD_TRAINER_IMAGE"))
                .extracting(EnvVar::getValue)
                .containsExactly("localhost/mlfd-trainer:" + VERSION);
        assertThat(Files.readString(MANIFESTS.resolve("default/kustomization.yaml")))
                .contains("app.kubernetes.io/version: " + VERSION);
    }

    @Test
    void noManifestUsesAMovingTag() throws IOException {
        try (Stream<Path> files = Files.walk(MANIFESTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(":latest");
            }
        }
    }

    @Test
    void theOperatorMeetsTheRestrictedStandard() throws IOException {
        PodSpec pod = pod();
        Container operator = pod.getContainers().get(0);

        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(operator.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(operator.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(operator.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(operator.getResources().getLimits()).containsKeys("cpu", "memory");
    }

    @Test
    void theOperatorNeverWritesToASpecAndUpdatesNoChild() throws IOException {
        List<PolicyRule> rules = load("rbac/operator.yaml").stream()
                .filter(ClusterRole.class::isInstance)
                .flatMap(role -> ((ClusterRole) role).getRules().stream())
                .toList();

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.getVerbs()).doesNotContain("*", "update", "deletecollection");
            assertThat(rule.getResources()).doesNotContain("*", "secrets", "configmaps", "pods/exec");
            if (!rule.getResources().equals(List.of("mlfdruns/status"))
                    && !rule.getResources().equals(List.of("events"))) {
                assertThat(rule.getVerbs()).doesNotContain("patch");
            }
        });
        assertThat(rules)
                .filteredOn(rule -> rule.getResources().contains("mlfdruns"))
                .allSatisfy(rule -> assertThat(rule.getVerbs()).containsExactly("get", "list", "watch"));
    }

    private static PodSpec pod() throws IOException {
        Deployment deployment = (Deployment) load("operator/deployment.yaml").get(0);
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static List<HasMetadata> load(String file) throws IOException {
        try (InputStream in = Files.newInputStream(MANIFESTS.resolve(file))) {
            Object parsed = new KubernetesSerialization().unmarshal(in);
            return parsed instanceof List<?> list
                    ? list.stream().map(HasMetadata.class::cast).toList()
                    : List.of((HasMetadata) parsed);
        }
    }
}
