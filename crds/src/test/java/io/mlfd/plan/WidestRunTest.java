package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.api.ApiServer;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.contract.ScoreSlot;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Attempts;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.Done;
import io.mlfd.status.StatusWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file may ask for at most has a status that the API server takes. */
class WidestRunTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private final SchemaRules schema;

    WidestRunTest() throws IOException {
        schema = new SchemaRules(ApiServer.definition());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {feed: {mode: Parallel, teachers: 16, controls: [SingleTeacher, FactorTransfer]}} | Alone | 2 | 2
            {feed: {mode: Sequential, links: 16, controls: [FactorTransfer]}} | Alone | 2 | 2
            {ffl: {branches: 4}} | Alone | 16 | 10
            {dml: {peers: 4}} | Alone | 16 | 10
            {one: {branches: 4}} | Alone | 16 | 10
            {mclOkd: {branches: 4, controls: [WithoutContrast, WithoutEnsemble]}} | Alone | 16 | 10
            {ensembleCompression: {widthFractions: [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.2]}} | Alone | 11 | 10
            {pcl: {peers: 4, controls: [WithoutEnsembleTeacher, WithoutMeanTeacher, OneAugmentation]}} | Alone | 16 | 10
            {mcl: {peers: 4, controls: [WithoutContrast, WithoutInteraction]}} | Alone | 16 | 10
            {afd: {peers: 4, controls: [LogitsOnly, DirectAlignment, AllPairs]}} | Alone | 16 | 10
            {mlfd: {}} | 'Joint, OwnTeacher' | 16 | 10
            """)
    void theStatusOfACompleteRunKeepsWithinItsSchema(String method, String baselines, int datasets, int seeds) {
        ObjectNode file = file(method, baselines, datasets, seeds);
        Plan plan = plan(file);
        Map<String, StageState> stages = new LinkedHashMap<>();
        plan.stages()
                .forEach(stage -> stages.put(
                        stage.name(), new Done(Attempts.FIRST, Optional.of(T), T, Optional.of(report(plan, stage)))));
        RunState state = new RunState(stages, Optional.of(RunClock.start(T)), Optional.of(T), Optional.empty());
        MLFDRunStatus status =
                new StatusWriter((stage, attempt) -> "job", "claim").write(plan, policy(file), state, 1, List.of(), T);

        file.set("status", JSON.valueToTree(status));

        assertThat(status.results()).hasSize(datasets * seeds);
        assertThat(schema.problems(file)).isEmpty();
    }

    @Test
    void moreStagesThanAStatusHoldsAreRefusedWithWhatMakesThemMany() {
        String method = "{feed: {mode: Parallel, teachers: 7}}";

        assertThat(Specs.problems(file(method, "Alone", 11, 10))).isEmpty();
        assertThat(Specs.problems(file(method, "Alone", 13, 10)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("spec");
                    assertThat(problem.message()).startsWith("comes to 1171 stages, at most 1024");
                });
    }

    private static ObjectNode file(String method, String baselines, int datasets, int seeds) {
        String sets = IntStream.range(0, datasets)
                .mapToObj(
                        i -> "- {name: " + (char) ('a' + i)
                                + ", source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}, model: {name: resnet8}}")
                .collect(Collectors.joining("\n    "));
        String numbers = IntStream.range(0, seeds).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return (ObjectNode) Specs.parse("""
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: widest}
                spec:
                  datasets:
                    %s
                  input: {size: 16}
                  seeds: [%s]
                  training: {epochs: 10, augmentation: {crop: 1}}
                  method: %s
                  baselines: [%s]
                """.formatted(sets, numbers, method, baselines));
    }

    private static Plan plan(ObjectNode file) {
        Checked<Plan> planned = Specs.planned(file);
        assertThat(planned).isInstanceOf(Valid.class);
        return ((Valid<Plan>) planned).value();
    }

    private static RunPolicy policy(ObjectNode file) {
        return RunPolicy.of(
                ((Valid<MLFDRun>) new RunFileReader().read(file)).value().getSpec());
    }

    private static StageReport report(Plan plan, Stage stage) {
        List<Score> scores = ScoreSlot.of(stage.name(), stage.work(), plan.datasets()).stream()
                .flatMap(slot -> List.of(Selection.values()).stream()
                        .map(selection -> new Score(
                                slot.stage(),
                                slot.output().id(),
                                slot.dataset(),
                                slot.metric().id(),
                                selection,
                                0.5,
                                Integer.MAX_VALUE)))
                .toList();
        String digest = "0".repeat(64);
        return new StageReport(
                StageReport.VERSION,
                stage.name(),
                1,
                0,
                Optional.of(digest),
                false,
                scores,
                Optional.empty(),
                stage.work().outputs().stream()
                        .map(output -> new StageReport.Weights(output.id(), digest))
                        .toList(),
                Optional.of(new StageReport.Checkpoint(1, digest)),
                new StageReport.Seconds(Optional.empty(), 1),
                "");
    }
}
