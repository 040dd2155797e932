package io.mlfd.trainer.report.compare;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import io.mlfd.result.ResultTable;
import io.mlfd.result.ResultTable.Cell;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ReportData.Dataset;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.DataRecord;
import io.mlfd.trainer.result.StageResult.Input;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Puts the networks of several runs beside each other: the one that each method is about, and the one alone. */
public final class RunComparison {
    private static final Column ALONE = Column.of(Roles.ALONE, Metric.TOP1);

    private final Map<Place, List<ComparedNetwork>> sets = new LinkedHashMap<>();

    private record Place(String name, String fingerprint, NetworkSpec network, int train, int test) {}

    /** How many parameters a network has that a stage has left; empty where it left no file. */
    @FunctionalInterface
    public interface ParameterCount {
        OptionalLong of(StageResult stage, Output output);
    }

    /**
     * Adds a run.
     *
     * @param parameters of its networks
     * @return whether there is a figure of the network that its method is about
     */
    public boolean add(ReportData run, ParameterCount parameters) {
        ResultTable table = run.tables().get(0);
        for (Dataset dataset : run.datasets()) {
            Place place = new Place(
                    dataset.name(),
                    fingerprint(run, dataset.name()),
                    dataset.network(),
                    dataset.train(),
                    dataset.test());
            Stream.of(ALONE, table.subject())
                    .distinct()
                    .flatMap(column -> network(run, table, dataset.name(), column, parameters).stream())
                    .forEach(network -> add(place, network));
        }
        return table.rows().stream().anyMatch(row -> row.cell(table.subject()).isPresent());
    }

    /** A network alone that is the same in two runs stands there once. */
    private void add(Place place, ComparedNetwork network) {
        List<ComparedNetwork> networks = sets.computeIfAbsent(place, p -> new ArrayList<>());
        boolean again = networks.stream()
                .anyMatch(other -> other.network().equals(network.network())
                        && network.network().equals(Roles.ALONE.label())
                        && other.training().equals(network.training())
                        && other.accuracy().equals(network.accuracy()));
        if (!again) {
            networks.add(network);
        }
    }

    /** In the order in which they were met. */
    public List<ComparedSet> sets() {
        return sets.entrySet().stream()
                .map(entry -> new ComparedSet(
                        entry.getKey().name(),
                        entry.getKey().fingerprint(),
                        entry.getKey().network(),
                        entry.getKey().train(),
                        entry.getKey().test(),
                        entry.getValue()))
                .toList();
    }

    private static String fingerprint(ReportData run, String dataset) {
        return run.stages().stream()
                .flatMap(stage -> stage.data().stream())
                .filter(data -> data.name().equals(dataset))
                .map(DataRecord::fingerprint)
                .findFirst()
                .orElse("");
    }

    private static Optional<ComparedNetwork> network(
            ReportData run, ResultTable table, String dataset, Column column, ParameterCount parameters) {
        Optional<ResultTable.Row> row = table.rows().stream()
                .filter(one -> one.dataset().equals(dataset))
                .findFirst();
        Optional<Cell> cell = row.flatMap(one -> one.cell(column));
        List<Made> made = run.stages().stream()
                .flatMap(stage -> made(stage, dataset, column).stream())
                .toList();
        if (cell.isEmpty() || made.isEmpty()) {
            return Optional.empty();
        }
        Made first = made.get(0);
        return first.stage()
                .work()
                .trainedWith()
                .map(training -> new ComparedNetwork(
                        run.run(),
                        column.equals(ALONE) ? "labels only" : run.method(),
                        first.output().role().label(),
                        cell.get(),
                        column.equals(table.subject()) ? row.flatMap(one -> one.gain(ALONE)) : Optional.empty(),
                        time(run, made),
                        parameters.of(first.stage(), first.output()),
                        training));
    }

    private record Made(StageResult stage, Output output) {}

    private static Optional<Made> made(StageResult stage, String dataset, Column column) {
        return stage.work().outputs().stream()
                .filter(output -> output.role().id().equals(column.role())
                        && output.dataset().filter(dataset::equals).isPresent())
                .findFirst()
                .map(output -> new Made(stage, output));
    }

    /** Mean over the seeds of what it took to come to a network. */
    private static Duration time(ReportData run, List<Made> made) {
        Map<String, StageResult> stages = new LinkedHashMap<>();
        run.stages().forEach(stage -> stages.put(stage.stage(), stage));
        Duration all = made.stream()
                .map(one -> time(one.stage(), stages, new HashSet<>()))
                .reduce(Duration.ZERO, Duration::plus);
        return all.dividedBy(made.size());
    }

    private static Duration time(StageResult stage, Map<String, StageResult> stages, Set<String> counted) {
        if (!counted.add(stage.stage())) {
            return Duration.ZERO;
        }
        Duration own = stage.times().total();
        for (Input input : stage.inputs()) {
            StageResult read = stages.get(input.stage());
            own = read == null ? own : own.plus(time(read, stages, counted));
        }
        return own;
    }
}
