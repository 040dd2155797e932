package io.mlfd.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mlfd.operator.metrics.StageMetrics.Moved;
import io.mlfd.operator.stored.SeenRuns;
import io.mlfd.operator.stored.StoredRun;
import io.mlfd.run.Attempts;
import io.mlfd.run.Loss;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Waiting;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever runs what: series have an end. */
class BoundedLabelsTest {
    private static final Instant T = Instant.EPOCH;
    private static final int MANY = 2000;
    private static final int NAMESPACES = 20;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FirstValues namespaces = new FirstValues(NAMESPACES);
    private final StageMetrics metrics = new StageMetrics(registry, namespaces);

    private static final StageState RUNNING =
            new Active(Attempts.FIRST, T.minusSeconds(9), Optional.of(T.minusSeconds(5)), "");

    @Test
    void reasonsExitCodesResourcesAndNamespacesMakeNoSeriesWithoutEnd() {
        for (int i = 0; i < MANY; i++) {
            Loss loss = new Loss(1, "Reason" + letters(i) + ": by hand");
            lost("test", loss);
            failed("test", i);
            lost("namespace-" + i, loss);
        }
        int series = registry.getMeters().size();
        int ofANamespace = 4 + FailureReason.values().length + DisruptionReason.KNOWN.size() + 1;
        assertThat(series)
                .isLessThanOrEqualTo((NAMESPACES + 1) * (ofANamespace + 33) + 20)
                .isLessThan(MANY);
        assertThat(registry.get("mlfd.stages.disrupted")
                        .tags("namespace", "test", "reason", "Other")
                        .counter()
                        .count())
                .isEqualTo(MANY);
        assertThat(registry.get("mlfd.stages.failed")
                        .tags("namespace", "test", "reason", "ExitCode")
                        .counter()
                        .count())
                .isGreaterThan(MANY / 2.0);
        assertThat(registry.get("mlfd.stages.disrupted")
                        .tags("namespace", "Other", "reason", "Other")
                        .counter()
                        .count())
                .isEqualTo(MANY - NAMESPACES + 1);
    }

    private void lost(String namespace, Loss loss) {
        StageState after = new Waiting(Attempts.FIRST.afterDisruption(loss));
        metrics.of(namespace)
                .moved(
                        new Moved("teacher", RUNNING, after, Optional.empty(), T),
                        () -> Map.of(loss.reason() + ".example/gpu", 1.0));
    }

    private void failed(String namespace, int exit) {
        StageState after = new BackingOff(Attempts.FIRST.afterFailure(), T, "");
        Ending ending = new Ending(OptionalInt.of(exit), EndCause.ITSELF, "exit " + exit, Optional.empty());
        metrics.of(namespace)
                .moved(new Moved("teacher", RUNNING, after, Optional.of(ending), T), () -> Map.of("cpu", 0.5));
    }

    private static String letters(int number) {
        return Integer.toString(number)
                .chars()
                .mapToObj(digit -> Character.toString(digit - '0' + 'a'))
                .reduce("", String::concat);
    }

    @Test
    void resourcesAreCountedInTheirUnitTimesSeconds() {
        failed("test", 1);
        failed("test", 1);
        assertThat(registry.get("mlfd.resource.seconds")
                        .tags("namespace", "test", "resource", "cpu")
                        .counter()
                        .count())
                .isEqualTo(2 * 5 * 0.5);
    }

    @Test
    void whatMayBeCountedIsThereBeforeItIs() {
        metrics.of("test");
        assertThat(registry.get("mlfd.stages.failed").counters()).hasSize(FailureReason.values().length);
        assertThat(registry.get("mlfd.stage.seconds").counters()).hasSize(4);
    }

    @Test
    void theCensusCountsByWordsThatItKnows() {
        SeenRuns seen = new SeenRuns();
        RunCensus census = new RunCensus(namespaces, seen);
        seen.lookIn(() -> IntStream.range(0, MANY).mapToObj(i -> run("test", "Phase" + i, "Reason" + i)));
        assertThat(census.collect()).hasSize(2);
        assertThat(census.collect().get(0).samples).singleElement().satisfies(sample -> {
            assertThat(sample.labelValues).containsExactly("test", "Unknown");
            assertThat(sample.value).isEqualTo(MANY);
        });
        seen.lookIn(() -> Stream.of(run("a", "Running", "StagesQueued"), run("b", "Complete", "Complete")));
        assertThat(census.collect().stream().flatMap(family -> family.samples.stream()))
                .extracting(BoundedLabelsTest::text)
                .containsExactly(
                        "mlfd_runs [a, Running] 1.0",
                        "mlfd_runs [b, Complete] 1.0",
                        "mlfd_runs_waiting [a, StagesQueued] 1.0");
    }

    private static String text(MetricFamilySamples.Sample sample) {
        return sample.name + " " + sample.labelValues + " " + sample.value;
    }

    private static StoredRun run(String namespace, String phase, String reason) {
        StoredRun run = new StoredRun();
        run.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName("r").build());
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("phase", phase);
        status.putArray("conditions")
                .addObject()
                .put("type", "Progressing")
                .put("status", "True")
                .put("reason", reason);
        run.setStatus(status);
        return run;
    }

    /** Without a filter the framework makes a series for each number of a try. */
    @Test
    void triesAreNoLabel() {
        registry.config().meterFilter(new FrameworkHelp());
        for (int i = 0; i < 100; i++) {
            registry.counter(
                            "operator.sdk.reconciliations.started",
                            "reconciliations.retries.number",
                            Integer.toString(i),
                            "kind",
                            "MLFDRun")
                    .increment();
        }
        assertThat(registry.get("operator.sdk.reconciliations.started").counters())
                .singleElement()
                .satisfies(counter -> {
                    assertThat(counter.count()).isEqualTo(100);
                    assertThat(counter.getId().getDescription()).isEqualTo("Looks at runs that were begun.");
                });
    }
}
