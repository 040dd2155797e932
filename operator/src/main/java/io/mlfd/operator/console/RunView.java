package io.mlfd.operator.console;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.api.MLFDRunStatus.ResultStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.operator.console.ProgressHistory.Point;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page of a run.
 *
 * @param graph at most one
 * @param queue where it waits for its turn, may be empty
 */
record RunView(
        String namespace,
        RunWords run,
        String volume,
        String queue,
        List<StageGraph> graph,
        List<StageLine> stages,
        List<StageCurves> curves,
        List<Result> results,
        List<Condition> conditions) {
    RunView {
        graph = List.copyOf(graph);
        stages = List.copyOf(stages);
        curves = List.copyOf(curves);
        results = List.copyOf(results);
        conditions = List.copyOf(conditions);
    }

    record StageCurves(String stage, List<Curve> curves) {}

    /** @param values what was measured of which network */
    record Result(String dataset, String seed, String values, String gain) {}

    static RunView of(ReadRun read, Planner planner, ProgressHistory history, Instant now) {
        MLFDRunStatus status = RunWords.status(read);
        String uid = String.valueOf(read.run().getMetadata().getUid());
        return new RunView(
                read.run().getMetadata().getNamespace(),
                RunWords.of(read, now),
                Words.orNone(status.volume()),
                queue(read),
                graph(read, planner, status).stream().toList(),
                status.stages().stream().map(stage -> StageLine.of(stage, now)).toList(),
                status.stages().stream()
                        .map(stage -> curves(stage, history, uid))
                        .filter(stage -> !stage.curves().isEmpty())
                        .toList(),
                status.results().stream().map(RunView::result).toList(),
                status.conditions());
    }

    private static String queue(ReadRun read) {
        return read.run().getSpec() == null || read.run().getSpec().queue() == null
                ? ""
                : Words.orNone(read.run().getSpec().queue().name());
    }

    /** As the spec says; what the operator does not carry out has no stages. */
    private static Optional<StageGraph> graph(ReadRun read, Planner planner, MLFDRunStatus status) {
        if (read.run().getSpec() == null || status.stages().isEmpty()) {
            return Optional.empty();
        }
        Checked<Plan> planned =
                planner.plan(read.run().getMetadata().getName(), read.run().getSpec());
        if (!(planned instanceof Checked.Valid<Plan> valid)) {
            return Optional.empty();
        }
        Map<String, String> states = status.stages().stream()
                .collect(Collectors.toMap(
                        stage -> Words.orNone(stage.name()),
                        stage -> Words.orNone(stage.state()),
                        (one, other) -> one));
        return StageGraph.of(valid.value(), states);
    }

    private static StageCurves curves(StageStatus stage, ProgressHistory history, String uid) {
        int attempt = stage.attempt() == null ? 0 : stage.attempt();
        List<Point> points = history.of(uid, Words.orNone(stage.name()), attempt);
        return new StageCurves(
                Words.orNone(stage.name()),
                Stream.of(
                                Curve.of("Loss", points, Point::loss),
                                Curve.of("Images per second", points, Point::imagesPerSecond))
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Result result(ResultStatus result) {
        return new Result(
                Words.orNone(result.dataset()),
                Words.orNone(result.seed()),
                result.values().stream()
                        .map(value -> value.role() + " " + value.metric() + " " + value.value())
                        .collect(Collectors.joining(", ")),
                Words.orNone(result.gain()));
    }
}
