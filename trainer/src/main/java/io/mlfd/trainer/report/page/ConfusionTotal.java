package io.mlfd.trainer.report.page;

import io.mlfd.contract.Output;
import io.mlfd.result.Role;
import io.mlfd.result.Selection;
import io.mlfd.trainer.report.ReportData.Dataset;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.result.StageResult.DataRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The confusion matrices of one kind of network on one data set, added up over the seeds. Of the last weights, inside the data
 * set's own labels.
 *
 * @param stages those whose matrices were added
 * @param counts K x K; the row is the true class
 */
record ConfusionTotal(List<String> classNames, List<StageResult> stages, List<List<Integer>> counts) {
    ConfusionTotal {
        classNames = List.copyOf(classNames);
        stages = List.copyOf(stages);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /** Test images of class {@code row} that were taken for class {@code column}. */
    record Pair(int row, int column, int count) {}

    /** Empty where no network of the role has a matrix for the data set. */
    static Optional<ConfusionTotal> of(List<StageResult> stages, Role role, Dataset set) {
        List<StageResult> used = new ArrayList<>();
        List<List<Integer>> total = List.of();
        List<String> names = List.of();
        for (StageResult stage : stages) {
            Optional<Confusion> confusion = stage.work().outputs().stream()
                    .filter(output -> output.role().equals(role) && output.isFor(set.name(), set.network()))
                    .flatMap(output -> confusion(stage, output, set).stream())
                    .findFirst();
            if (confusion.isPresent()) {
                used.add(stage);
                total = total.isEmpty()
                        ? confusion.get().counts()
                        : sum(total, confusion.get().counts());
                names = names(stage, set.name());
            }
        }
        return used.isEmpty() ? Optional.empty() : Optional.of(new ConfusionTotal(names, used, total));
    }

    private static Optional<Confusion> confusion(StageResult stage, Output output, Dataset set) {
        return stage.confusions().stream()
                .filter(one -> one.output().equals(output.id())
                        && one.dataset().equals(set.name())
                        && one.selection() == Selection.LAST)
                .findFirst();
    }

    private static List<String> names(StageResult stage, String dataset) {
        return stage.data().stream()
                .filter(data -> data.name().equals(dataset))
                .map(DataRecord::classNames)
                .findFirst()
                .orElse(List.of());
    }

    private static List<List<Integer>> sum(List<List<Integer>> one, List<List<Integer>> other) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int row = 0; row < one.size(); row++) {
            List<Integer> cells = new ArrayList<>();
            for (int column = 0; column < one.get(row).size(); column++) {
                cells.add(one.get(row).get(column) + other.get(row).get(column));
            }
            rows.add(cells);
        }
        return rows;
    }

    int count(int row, int column) {
        return counts.get(row).get(column);
    }

    int rowTotal(int row) {
        return counts.get(row).stream().mapToInt(Integer::intValue).sum();
    }

    /** Off the diagonal, the most frequent first; in the order of the matrix among equals. */
    List<Pair> mostConfused(int limit) {
        List<Pair> pairs = new ArrayList<>();
        for (int row = 0; row < counts.size(); row++) {
            for (int column = 0; column < counts.size(); column++) {
                if (row != column && count(row, column) > 0) {
                    pairs.add(new Pair(row, column, count(row, column)));
                }
            }
        }
        return pairs.stream()
                .sorted(Comparator.comparingInt(Pair::count).reversed())
                .limit(limit)
                .toList();
    }
}
