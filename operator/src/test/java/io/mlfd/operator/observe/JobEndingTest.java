package io.mlfd.operator.observe;

import static io.mlfd.operator.observe.JobsAndPods.LATER;
import static io.mlfd.operator.observe.JobsAndPods.ended;
import static io.mlfd.operator.observe.JobsAndPods.exit;
import static io.mlfd.operator.observe.JobsAndPods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a Job is found to have ended, and by whose doing. */
class JobEndingTest {
    private final JobObserver observer = new JobObserver();

    private Ending ending(Job job, Pod... pods) {
        return ((ProcessPhase.Ended) observer.observe(job, List.of(pods), JobObserver.Said.NOTHING)
                        .orElseThrow()
                        .phase())
                .ending();
    }

    private static String report(String stage, int attempt, int exit, int correct) {
        return new ContractJson()
                .write(new StageReport(
                        StageReport.VERSION,
                        stage,
                        attempt,
                        exit,
                        Optional.of("k"),
                        false,
                        List.of(Score.ofShare(stage, Output.ONLY, "a", Metric.TOP1, Selection.LAST, correct, 10)),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        new StageReport.Seconds(Optional.empty(), 1),
                        "said"));
    }

    @Test
    void aCompleteJobIsDoneWithOrWithoutItsLastWords() {
        Job complete = ended("Complete", "CompletionsReached");
        Ending heard = ending(
                complete, pod(exit(0, "Completed", report("joint", 2, 0, 9))).build());
        assertThat(heard.exit()).hasValue(0);
        assertThat(heard.report()).isPresent();
        assertThat(ending(complete).exit()).hasValue(0);
        for (String words : List.of(
                "{",
                "null",
                "done",
                report("joint", 1, 0, 9),
                report("report", 2, 0, 9),
                report("joint", 2, 1, 9),
                report("joint", 2, 0, 9).replace("\"version\":2", "\"version\":1"),
                report("joint", 2, 0, 9).replace("\"dataset\":\"a\"", "\"dataset\":null"),
                report("joint", 2, 0, 9).replace("\"dataset\":\"a\"", "\"dataset\":\"" + "a".repeat(64) + "\""),
                report("joint", 2, 0, 9).replace("\"scores\":[", "\"scores\":[null,"),
                " ".repeat(5000) + report("joint", 2, 0, 9))) {
            assertThat(ending(complete, pod(exit(0, "Completed", words)).build())
                            .report())
                    .as(words)
                    .isEmpty();
            assertThat(ending(complete, pod(exit(0, "Completed", words)).build())
                            .cause())
                    .as(words)
                    .isEqualTo(words.contains("\"version\":1") ? EndCause.ITSELF : EndCause.NO_REPORT);
        }
    }

    @Test
    void aReportOfAnotherReleaseIsUsedAsFarAsItIsKnownAndTold() {
        Job complete = ended("Complete", "CompletionsReached");
        Ending more = ending(
                complete,
                pod(exit(0, "Completed", report("joint", 2, 0, 9).replace("\"scores\":", "\"extra\":1,\"scores\":")))
                        .build());
        assertThat(more.report()).isPresent();
        assertThat(more.message()).contains("(extra)", "use operator and trainer of one release");

        Job failed = ended("Failed", "PodFailurePolicy");
        String other = report("joint", 2, 20, 9).replace("\"version\":2", "\"version\":1");
        Ending unread = ending(failed, pod(exit(20, "Error", other)).build());
        assertThat(unread.report()).isEmpty();
        assertThat(unread.message())
                .isEqualTo("exit code 20; its report is of version 1, this program reads version 2;"
                        + " use operator and trainer of one release");
    }

    @Test
    void aFailureHasItsExitCodeAndWords() {
        Job failed = ended("Failed", "PodFailurePolicy");
        Ending ending =
                ending(failed, pod(exit(21, "Error", report("joint", 2, 21, 9))).build());
        assertThat(ending.exit()).hasValue(21);
        assertThat(ending.cause()).isEqualTo(EndCause.ITSELF);
        assertThat(ending.message()).isEqualTo("said");
        assertThat(ending(
                                failed,
                                pod(exit(1, "Error", "a\u0000b\nc" + "x".repeat(3000)))
                                        .build())
                        .message())
                .startsWith("exit code 1: a b cxxx")
                .hasSize(500)
                .doesNotContain("\n");
        assertThat(ending(failed, pod(exit(128, "StartError", "no such file")).build())
                        .message())
                .isEqualTo("exit code 128 (StartError): no such file");
    }

    @Test
    void memoryIsTheStagesOwnFault() {
        Job failed = ended("Failed", "BackoffLimitExceeded");
        assertThat(ending(failed, pod(exit(137, "OOMKilled", "")).build()).cause())
                .isEqualTo(EndCause.OUT_OF_MEMORY);
        assertThat(ending(failed, pod(exit(24, "Error", "")).build()).cause()).isEqualTo(EndCause.OUT_OF_MEMORY);
    }

    @Test
    void whatSomebodyElseTookAwayIsADisruption() {
        Job failed = ended("Failed", "BackoffLimitExceeded");
        assertThat(ending(failed).cause()).isEqualTo(EndCause.DISRUPTION);
        assertThat(ending(failed).exit()).isEmpty();
        Pod preempted = pod(exit(143, "Error", ""))
                .editStatus()
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason("PreemptionByScheduler")
                .withMessage("preempting")
                .endCondition()
                .endStatus()
                .build();
        assertThat(ending(failed, preempted).cause()).isEqualTo(EndCause.DISRUPTION);
        assertThat(ending(failed, preempted).message()).isEqualTo("PreemptionByScheduler: preempting");
        Pod deleted = pod(exit(10, "Error", ""))
                .editMetadata()
                .withDeletionTimestamp(LATER)
                .endMetadata()
                .build();
        assertThat(ending(failed, deleted).cause()).isEqualTo(EndCause.DISRUPTION);
        assertThat(ending(failed, deleted).exit()).hasValue(10);
        Pod evicted = pod(null)
                .editStatus()
                .withContainerStatuses(List.of())
                .withReason("Evicted")
                .endStatus()
                .build();
        assertThat(ending(failed, evicted).message()).isEqualTo("Evicted");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            OutOfcpu | Node didn't have enough resource: cpu, requested: 800, used: 1900, capacity: 2000 | DISRUPTION
            Terminated | Pod was terminated in response to imminent node shutdown. | DISRUPTION
            NodeLost | Node node1 which was running pod p is unresponsive | DISRUPTION
            Evicted | The node was low on resource: ephemeral-storage. Threshold quantity: 10% | DISRUPTION
            Evicted | Usage of EmptyDir volume "tmp" exceeds the limit "64Mi". | OVER_LIMIT
            Evicted | Container stage exceeded its local ephemeral storage limit "1Gi". | OVER_LIMIT
            Evicted | Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. | OVER_LIMIT
            """)
    void whatThePodSaysOfItselfIsToldInItsWords(String reason, String message, EndCause cause) {
        Pod pod = pod(null)
                .editStatus()
                .withContainerStatuses(List.of())
                .withPhase("Failed")
                .withReason(reason)
                .withMessage(message)
                .endStatus()
                .build();
        Ending ending = ending(ended("Failed", "BackoffLimitExceeded"), pod);
        assertThat(ending.cause()).isEqualTo(cause);
        assertThat(ending.message()).startsWith(reason + ": " + message);
        assertThat(ending.message().contains("raise spec.pod.")).isEqualTo(cause == EndCause.OVER_LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"255, Unknown, DISRUPTION", "137, ContainerStatusUnknown, DISRUPTION", "255, Error, ITSELF"})
    void whoseNodeLostTrackOfItWasDisrupted(int exit, String reason, EndCause cause) {
        Ending ending = ending(
                ended("Failed", "BackoffLimitExceeded"),
                pod(exit(exit, reason, "")).build());
        assertThat(ending.cause()).isEqualTo(cause);
        assertThat(ending.message().contains("as after a reboot")).isEqualTo(cause == EndCause.DISRUPTION);
    }

    @Test
    void theNewestPodCounts() {
        Pod old = pod(exit(1, "Error", "old")).build();
        Pod young = pod(exit(1, "Error", "young"))
                .editMetadata()
                .withCreationTimestamp(LATER)
                .endMetadata()
                .build();
        assertThat(ending(ended("Failed", "x"), young, old).message()).contains("young");
    }
}
