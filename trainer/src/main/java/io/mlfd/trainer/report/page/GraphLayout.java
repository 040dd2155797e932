package io.mlfd.trainer.report.page;

import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the stages of a run stand in its graph: column by column from what needs nothing to what needs most, each seed in rows
 * of its own. Leaves out edges that a longer way between the same stages implies.
 */
final class GraphLayout {
    private final Map<String, StageResult> stages = new LinkedHashMap<>();
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final int lastColumn;

    /** {@code row}: in rows, may lie between two. */
    record Place(StageResult stage, int column, double row) {}

    record Edge(String from, String to) {}

    GraphLayout(List<StageResult> all) {
        all.forEach(stage -> stages.put(stage.stage(), stage));
        all.forEach(stage -> columns.put(stage.stage(), depth(stage)));
        lastColumn = columns.values().stream().mapToInt(i -> i).max().orElse(0);
        // What only the report waits for stands right before it, so that its edge crosses nothing.
        all.stream()
                .filter(stage -> all.stream().noneMatch(other -> needs(other, stage.stage())))
                .forEach(stage -> columns.put(stage.stage(), lastColumn));
    }

    /** Of the stages; the report comes after them. */
    int columnCount() {
        return lastColumn + 1;
    }

    /** Stages that nothing but the report waits for. */
    List<String> ends() {
        return stages.keySet().stream()
                .filter(name -> stages.values().stream().noneMatch(other -> needs(other, name)))
                .toList();
    }

    /** Inputs are acyclic: each was finished before the stage began. */
    private int depth(StageResult stage) {
        return stage.inputs().stream()
                .map(input -> stages.get(input.stage()))
                .filter(input -> input != null)
                .mapToInt(input -> 1 + depth(input))
                .max()
                .orElse(0);
    }

    private static boolean needs(StageResult stage, String input) {
        return stage.inputs().stream().anyMatch(one -> one.stage().equals(input));
    }

    List<Place> places() {
        Map<Long, Map<Integer, List<StageResult>>> seeds = new TreeMap<>();
        stages.values().forEach(stage -> seeds.computeIfAbsent(stage.seed(), seed -> new TreeMap<>())
                .computeIfAbsent(columns.get(stage.stage()), column -> new ArrayList<>())
                .add(stage));
        List<Place> places = new ArrayList<>();
        int top = 0;
        for (Map<Integer, List<StageResult>> band : seeds.values()) {
            int height = band.values().stream().mapToInt(List::size).max().orElse(0);
            for (Map.Entry<Integer, List<StageResult>> column : band.entrySet()) {
                place(column.getValue(), column.getKey(), top, places);
            }
            top += height;
        }
        return places;
    }

    private void place(List<StageResult> column, int number, int top, List<Place> places) {
        for (int i = 0; i < column.size(); i++) {
            StageResult stage = column.get(i);
            double row = column.size() == 1 ? besideInputs(stage, top, places) : top + i;
            places.add(new Place(stage, number, row));
        }
    }

    /** A stage that is alone in its column stands in the middle of what it reads. */
    private static double besideInputs(StageResult stage, int top, List<Place> places) {
        return places.stream()
                .filter(place -> needs(stage, place.stage().stage()))
                .mapToDouble(Place::row)
                .average()
                .orElse(top);
    }

    List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (StageResult stage : stages.values()) {
            for (Input input : stage.inputs()) {
                boolean implied = stage.inputs().stream()
                        .filter(other -> !other.stage().equals(input.stage()))
                        .anyMatch(other -> ancestors(other.stage()).contains(input.stage()));
                if (stages.containsKey(input.stage()) && !implied) {
                    edges.add(new Edge(input.stage(), stage.stage()));
                }
            }
        }
        return edges;
    }

    private Set<String> ancestors(String name) {
        Set<String> found = new LinkedHashSet<>();
        StageResult stage = stages.get(name);
        if (stage != null) {
            for (Input input : stage.inputs()) {
                found.add(input.stage());
                found.addAll(ancestors(input.stage()));
            }
        }
        return found;
    }
}
