package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
                    && !rule.getResources().equals(List.of("events"))
                    && !rule.getResources().equals(List.of("persistentvolumeclaims"))) {
                assertThat(rule.getVerbs()).doesNotContain("patch");
            }
        });
        assertThat(rules)
                .filteredOn(rule -> rule.getResources().contains("mlfdruns"))
                .allSatisfy(rule -> assertThat(rule.getVerbs()).containsExactly("get", "list", "watch"));
    }

    @Test
    void neitherTenantsNorADrainTakeTheOperatorAway() throws IOException {
        PodDisruptionBudget budget =
                (PodDisruptionBudget) load("operator/disruption.yaml").get(0);
        ResourceQuota quota = (ResourceQuota) load("operator/disruption.yaml").get(1);
        Map<String, String> labels =
                deployment().getSpec().getTemplate().getMetadata().getLabels();

        assertThat(deployment().getSpec().getReplicas()).isEqualTo(2);
        assertThat(pod().getPriorityClassName()).isEqualTo("system-cluster-critical");
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(labels).containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels());
        assertThat(pod().getTopologySpreadConstraints()).singleElement().satisfies(spread -> {
            assertThat(spread.getTopologyKey()).isEqualTo("kubernetes.io/hostname");
            assertThat(spread.getWhenUnsatisfiable()).as("one node is enough").isEqualTo("ScheduleAnyway");
            assertThat(labels).containsAllEntriesOf(spread.getLabelSelector().getMatchLabels());
        });
        assertThat(quota.getMetadata().getNamespace())
                .isEqualTo(deployment().getMetadata().getNamespace());
        assertThat(quota.getSpec().getScopeSelector().getMatchExpressions())
                .singleElement()
                .satisfies(scope -> assertThat(scope.getValues()).containsExactly(pod().getPriorityClassName()));
        assertThat(Integer.parseInt(quota.getSpec().getHard().get("pods").getAmount()))
                .as("both, and one more during an upgrade")
                .isGreaterThanOrEqualTo(3);
    }

    private static Deployment deployment() throws IOException {
        return (Deployment) load("operator/deployment.yaml").get(0);
    }

    private static PodSpec pod() throws IOException {
        return deployment().getSpec().getTemplate().getSpec();
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
