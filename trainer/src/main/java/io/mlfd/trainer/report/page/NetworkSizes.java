package io.mlfd.trainer.report.page;

import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import io.mlfd.result.ResultTable.Cell;
import io.mlfd.result.Role;
import io.mlfd.result.Selection;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ReportData.Dataset;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** How large the networks of a data set are that were measured, and what they came to. */
final class NetworkSizes {
    private final ReportData data;

    NetworkSizes(ReportData data) {
        this.data = data;
    }

    /**
     * A network of the list that was made for a data set.
     *
     * @param stage that made it, of the first seed that has it
     * @param parameters values that are learned
     * @param bytes of its file, where that was told
     * @param accuracy top-1 of the last weights
     */
    record Sized(StageResult stage, Role role, String network, long parameters, OptionalLong bytes, Cell accuracy) {
        StageKind kind() {
            return stage.kind();
        }
    }

    /** In the order of the run, each role once; empty where all are of one size and there is nothing to compare. */
    List<Sized> of(Dataset set) {
        List<Sized> found = new ArrayList<>();
        Set<Role> seen = new HashSet<>();
        for (StageResult stage : data.stages()) {
            for (Output output : stage.work().outputs()) {
                if (output.dataset().equals(Optional.of(set.name())) && seen.add(output.role())) {
                    sized(stage, output, set).ifPresent(found::add);
                }
            }
        }
        long sizes = found.stream().map(Sized::parameters).distinct().count();
        return sizes < 2 ? List.of() : found;
    }

    private Optional<Sized> sized(StageResult stage, Output output, Dataset set) {
        Column column = Column.of(output.role(), Metric.TOP1);
        Optional<Cell> accuracy = data.tables().stream()
                .filter(table -> table.selection() == Selection.LAST)
                .flatMap(table -> table.rows().stream())
                .filter(row -> row.dataset().equals(set.name()))
                .flatMap(row -> row.cell(column).stream())
                .findFirst();
        return output.network()
                .map(NetworkShapes::of)
                .flatMap(shape -> accuracy.map(cell -> new Sized(
                        stage,
                        output.role(),
                        shape.label(),
                        shape.parameters(set.classes()),
                        bytes(stage, output),
                        cell)));
    }

    private static OptionalLong bytes(StageResult stage, Output output) {
        return stage.weights(output, Selection.LAST).map(WeightsFile::bytes).orElse(OptionalLong.empty());
    }
}
