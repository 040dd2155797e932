package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.api.MLFDRunStatus;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The samples of the other methods on a cluster: a pod is deleted while it trains, the operator is killed, and the weights
 * of every network are those of the undisturbed local run.
 */
@PartOfTheCluster
class MethodRunIT {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @ParameterizedTest
    @CsvSource({
        "ffl-quickstart, online",
        "feed-quickstart, teacher",
        "dml-quickstart, online",
        "one-quickstart, online",
        "mcl-okd-quickstart, online",
        "ensemble-compression-quickstart, online",
        "pcl-quickstart, online",
        "mcl-quickstart, online",
        "afd-quickstart, online"
    })
    void disturbancesChangeNothing(String sample, String kind) throws Exception {
        LocalRun local = LocalRun.of(sample);
        Scenario.play(scenario -> {
            KubernetesClient client = scenario.client();
            StageLog logs = new StageLog(client, scenario.namespace());
            ClusterRun run = scenario.apply(Settings.sample(sample), sample);
            Predicate<Pod> ofKind =
                    pod -> kind.equals(pod.getMetadata().getLabels().get(ClusterRun.STAGE_KIND));

            Pod training = logs.await(run, ofKind, StageLog.EPOCH, LIMIT);
            String stage = ClusterRun.stageOf(training);
            client.resource(training).delete();
            run.await(
                    stage + " is on its second attempt",
                    LIMIT,
                    s -> ClusterRun.stage(s, stage).disruptions() == 1);
            OperatorPods operator = new OperatorPods(client);
            Set<String> killed = operator.kill();

            MLFDRunStatus status = run.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));
            assertThat(ClusterRun.digests(status))
                    .as("weights on the cluster and of the local run, at the same thread count")
                    .isEqualTo(ClusterRun.digests(local.status()))
                    .isNotEmpty();
            assertThat(status.results()).isNotEmpty();
            assertThat(operator.uids()).isNotEmpty().doesNotContainAnyElementsOf(killed);
            assertThat(status.stages())
                    .filteredOn(each -> !each.name().equals(stage))
                    .as("nothing else was tried twice")
                    .allSatisfy(each -> assertThat(each.attempt()).isEqualTo(1));
        });
    }
}
