package io.mlfd.trainer.stored;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.Output;
import io.mlfd.contract.ReportReader;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VersionedJson;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;
import io.mlfd.plan.RunFileReader;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Attempts;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.status.StatusReader;
import io.mlfd.status.StatusReader.StatusException;
import io.mlfd.status.StatusWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What operator and stage tell each other, and what the operator keeps: order, report and status. */
final class StoredContract {
    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    private static final String RUN = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: small}
            spec:
              datasets:
                - {name: coins, source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}, model: {name: resnet8}}
                - {name: dice, source: {generated: {kind: glyphs}, trainPerClass: 5, testPerClass: 5}, model: {name: resnet8}}
              input: {size: 16}
              training: {epochs: 1, schedule: {name: Step, milestones: [0.5], gamma: 0.1}}
              method: {mlfd: {}}
            """;

    private StoredContract() {}

    static List<StoredFormat> formats() {
        return List.of(new Order(), new LastWords(), new Status());
    }

    private static Plan plan() {
        MLFDRun run = valid(new RunFileReader().read(RUN));
        return valid(new Planner().plan("small", run.getSpec()));
    }

    private static <T> T valid(Checked<T> checked) {
        if (checked instanceof Checked.Valid<T> valid) {
            return valid.value();
        }
        throw new AssertionError(((Checked.Invalid<T>) checked).problems());
    }

    private static StageReport report(String stage) {
        return new StageReport(
                StageReport.VERSION,
                stage,
                2,
                0,
                Optional.of("a1".repeat(16)),
                false,
                List.of(Score.ofShare(stage, Output.ONLY, "coins", Metric.TOP1, Selection.LAST, 7, 10)),
                Optional.empty(),
                List.of(new StageReport.Weights(Output.ONLY, "ab".repeat(32))),
                Optional.of(new StageReport.Checkpoint(40, "cd".repeat(32))),
                new StageReport.Seconds(Optional.of(1.5), 20),
                "done");
    }

    private static final class Order implements StoredFormat {
        @Override
        public String file() {
            return "contract/order.json";
        }

        @Override
        public String written() {
            Stage stage = plan().stages().stream()
                    .filter(each -> each.name().equals("distill/coins"))
                    .findFirst()
                    .orElseThrow();
            return new ContractJson()
                    .write(new StageOrder(
                            StageOrder.VERSION,
                            "small",
                            stage.name(),
                            2,
                            stage.planKey(),
                            stage.seed(),
                            1,
                            Optional.empty(),
                            60,
                            stage.work(),
                            stage.inputs(),
                            new StageOrder.Places("/mlfd/run/small", Map.of("coins", "/mlfd/data/coins"))));
        }

        @Override
        public Optional<String> refusal(Path file) throws IOException {
            return Optional.of(VersionedJson.of(StageOrder.class, StageOrder.VERSION)
                            .read(Files.readString(file))
                            .problem())
                    .filter(problem -> !problem.isEmpty());
        }
    }

    private static final class LastWords implements StoredFormat {
        @Override
        public String file() {
            return "contract/report.json";
        }

        @Override
        public String written() {
            return new ContractJson().write(report("teacher/coins"));
        }

        @Override
        public Optional<String> refusal(Path file) throws IOException {
            ReportReader.Heard heard = new ReportReader().read(Files.readString(file), "teacher/coins", 2, 0);
            return heard.report().isPresent() ? Optional.empty() : Optional.of(heard.notice());
        }
    }

    private static final class Status implements StoredFormat {
        private static final JsonMapper MAPPER = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();

        @Override
        public String file() {
            return "contract/status.json";
        }

        @Override
        public String written() {
            Plan plan = plan();
            Map<String, StageState> stages =
                    new LinkedHashMap<>(RunState.initial(plan).stages());
            stages.put(
                    "teacher/coins",
                    new StageState.Done(
                            new Attempts(2, 1, 0),
                            Optional.of(START),
                            START.plusSeconds(20),
                            Optional.of(report("teacher/coins"))));
            stages.put(
                    "teacher/dice",
                    new StageState.BackingOff(new Attempts(2, 1, 0), START.plusSeconds(40), "exit code 1"));
            RunState state = new RunState(
                    stages,
                    Optional.of(new RunClock(START, Duration.ofSeconds(5), Optional.of(START.plusSeconds(9)))),
                    Optional.empty(),
                    Optional.empty());
            MLFDRun run = valid(new RunFileReader().read(RUN));
            return new ContractJson()
                    .write(new StatusWriter((stage, attempt) -> "job-" + attempt, "small-volume")
                            .write(plan, RunPolicy.of(run.getSpec()), state, 3, List.of(), START.plusSeconds(30)));
        }

        /** Plan keys may be others by now; whether they are is not what is asked. */
        @Override
        public Optional<String> refusal(Path file) throws IOException {
            Plan plan = plan();
            JsonNode status = MAPPER.readTree(file.toFile());
            for (JsonNode stage : status.get("stages")) {
                plan.stages().stream()
                        .filter(planned ->
                                planned.name().equals(stage.path("name").asText()))
                        .forEach(planned -> ((ObjectNode) stage).put("planKey", planned.planKey()));
            }
            try {
                new StatusReader().read(plan, MAPPER.treeToValue(status, MLFDRunStatus.class));
                return Optional.empty();
            } catch (StatusException e) {
                return Optional.of(e.getMessage());
            }
        }
    }
}
