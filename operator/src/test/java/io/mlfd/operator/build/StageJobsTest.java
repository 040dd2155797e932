package io.mlfd.operator.build;

import static io.mlfd.operator.build.BuiltJob.container;
import static io.mlfd.operator.build.BuiltJob.job;
import static io.mlfd.operator.build.BuiltJob.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.api.DeviceChoice;
import io.mlfd.api.MLFDRun;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageOrder;
import io.mlfd.operator.Runs;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StageJobsTest {
    @Test
    void oneAttemptIsOnePod() {
        Job job = job("");
        assertThat(job.getMetadata().getName()).isEqualTo("r-teacher-a-1");
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(job.getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
        assertThat(job.getSpec().getTtlSecondsAfterFinished()).isNull();
        assertThat(job.getSpec()
                        .getPodFailurePolicy()
                        .getRules()
                        .get(0)
                        .getOnExitCodes()
                        .getValues())
                .containsExactly(20, 21, 23);
        assertThat(pod(job).getRestartPolicy()).isEqualTo("Never");
        assertThat(job.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo("uid-of-r");
            assertThat(owner.getController()).isTrue();
            assertThat(owner.getBlockOwnerDeletion()).isFalse();
        });
    }

    @Test
    void carriesWhatItIsFoundBy() {
        Job job = job(Runs.SPEC, "distill/b", 3);
        assertThat(job.getMetadata().getLabels())
                .containsEntry(Labels.RUN, "r")
                .containsEntry(Labels.STAGE_KIND, "distill")
                .containsEntry(Labels.DATASET, "b")
                .containsEntry(Labels.ATTEMPT, "3");
        assertThat(job.getMetadata().getAnnotations()).containsEntry(Labels.STAGE, "distill/b");
        assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
                .isEqualTo(job.getMetadata().getLabels());
    }

    @Test
    void keepsToTheRestrictedProfile() {
        PodSpec pod = pod(job(""));
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
        });
    }

    @Test
    void aQueueIsNamedOnTheJobAlone() {
        Job job = job("queue: {name: team-a, priorityClass: research}");
        assertThat(job.getMetadata().getLabels())
                .containsEntry("kueue.x-k8s.io/queue-name", "team-a")
                .containsEntry("kueue.x-k8s.io/priority-class", "research");
        assertThat(job.getMetadata().getAnnotations()).containsEntry(Labels.QUEUE, "team-a/research");
        assertThat(job.getSpec().getSuspend())
                .as("whether it is held is the queue's to say")
                .isNull();
        assertThat(job.getSpec().getTemplate().getMetadata().getLabels().keySet())
                .noneMatch(label -> label.contains("kueue"));
        assertThat(job("queue: {name: team-a}").getMetadata().getLabels())
                .doesNotContainKey("kueue.x-k8s.io/priority-class");
        assertThat(job("").getMetadata().getLabels().keySet()).noneMatch(label -> label.contains("kueue"));
        assertThat(job("").getMetadata().getAnnotations()).doesNotContainKey(Labels.QUEUE);
    }

    @Test
    void theOrderSaysEverythingAndSurvivesExpansion() {
        Job job = job(
                Runs.SPEC.replace("kind: shapes}", "kind: shapes}, classes: [\"$(HOME)\", \"$5\"]"), "teacher/a", 2);
        Map<String, String> env = container(job).getEnv().stream()
                .collect(java.util.stream.Collectors.toMap(EnvVar::getName, EnvVar::getValue));
        assertThat(env.get("MLFD_REPORT_PATH")).isEqualTo("/dev/termination-log");
        assertThat(env.get("MLFD_ORDER")).doesNotContain("\"$(").doesNotContain("\"$5");
        StageOrder order = new ContractJson().read(env.get("MLFD_ORDER").replace("$$", "$"), StageOrder.class);
        assertThat(order.stage()).isEqualTo("teacher/a");
        assertThat(order.attempt()).isEqualTo(2);
        assertThat(order.places().run()).isEqualTo("/mlfd/run/r");
        assertThat(new ContractJson().write(order.work())).contains("$(HOME)");
    }

    @Test
    void theOrderHasTheDeviceThatThePodsSettingsSay() {
        assertThat(order(job("pod: {device: cuda}")).device()).contains(DeviceChoice.CUDA);
        assertThat(order(job("pod: {device: cuda}\nstages: {teacher: {pod: {device: cpu}}}"))
                        .device())
                .contains(DeviceChoice.CPU);
        // Left out, so that a trainer that knows no devices reads the order.
        assertThat(container(job("pod: {}")).getEnv().get(0).getValue()).doesNotContain("device");
    }

    private static StageOrder order(Job job) {
        return new ContractJson().read(container(job).getEnv().get(0).getValue(), StageOrder.class);
    }

    @Test
    void whatAClusterCannotServeIsNamed() {
        MLFDRun run = Runs.run("r", Runs.SPEC + "storage: {claimName: ../x}");
        assertThat(new ClusterRules(StageDefaults.of("")).problems(run, Runs.plan(run)))
                .extracting(problem -> problem.path())
                .containsExactly("spec.storage.claimName", "spec.pod.image");
    }
}
