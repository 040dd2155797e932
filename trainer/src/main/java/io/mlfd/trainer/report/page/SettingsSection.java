package io.mlfd.trainer.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlfd.contract.ContractJson;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.page.Grid.Cell;
import io.mlfd.trainer.report.page.Grid.Row;
import io.mlfd.trainer.result.StageResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every setting as it took effect: one row a setting, one column a kind of stage. */
final class SettingsSection {
    /** Data sets and networks stand with the results; a student's joint teacher is described by the joint stage. */
    private static final Set<String> ELSEWHERE = Set.of("type", "dataset", "datasets", "network", "joint");

    private static final double SMALLEST_PLAIN = 1e-4;
    private static final double LARGEST_PLAIN = 1e7;

    private final ReportData data;

    /** By setting and kind of stage: values with the stages that have them. */
    private final Map<String, Map<String, Map<String, Set<String>>>> settings = new TreeMap<>();

    private final Set<String> kinds = new LinkedHashSet<>();

    SettingsSection(ReportData data) {
        this.data = data;
        ContractJson json = new ContractJson();
        for (StageResult stage : data.stages()) {
            String kind = Roles.label(stage.work());
            kinds.add(kind);
            flat(json.read(json.write(stage.work()), JsonNode.class))
                    .forEach((setting, value) -> settings.computeIfAbsent(setting, s -> new LinkedHashMap<>())
                            .computeIfAbsent(kind, k -> new LinkedHashMap<>())
                            .computeIfAbsent(value, v -> new TreeSet<>())
                            .add(Roles.subject(stage)));
        }
    }

    Section section() {
        if (data.stages().isEmpty()) {
            return new Section("settings", "Settings", List.of());
        }
        List<Cell> head = new ArrayList<>(List.of(Cell.text("Setting")));
        kinds.forEach(kind -> head.add(Cell.text(kind)));
        List<Row> rows = new ArrayList<>();
        settings.forEach((setting, values) -> rows.add(row(setting, values)));
        Block table = Block.grids(
                "",
                "As they took effect, defaults filled in. Settings marked with \u2260 in bold differ between the stages that have "
                        + "them.",
                Grid.of("Settings by kind of stage", head, rows));
        ContractJson json = new ContractJson();
        List<String> works = data.stages().stream()
                .map(stage -> stage.stage() + ": " + json.write(stage.work()))
                .toList();
        return new Section(
                "settings", "Settings", List.of(table, Block.folded("The exact work of every stage, as JSON", works)));
    }

    private Row row(String setting, Map<String, Map<String, Set<String>>> values) {
        Set<String> distinct = new TreeSet<>();
        values.values().forEach(ofKind -> distinct.addAll(ofKind.keySet()));
        boolean differs = distinct.size() > 1;
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.text(differs ? "\u2260 " + setting : setting));
        kinds.forEach(kind -> cells.add(value(values.getOrDefault(kind, Map.of()))));
        return Row.of(differs ? "differs" : "", cells);
    }

    private static Cell value(Map<String, Set<String>> values) {
        if (values.isEmpty()) {
            return Cell.text("\u2013");
        }
        if (values.size() == 1) {
            return Cell.text(values.keySet().iterator().next());
        }
        Cell cell = Cell.text("");
        for (Map.Entry<String, Set<String>> entry : values.entrySet()) {
            cell = cell.below(entry.getKey() + " (" + String.join(", ", entry.getValue()) + ")");
        }
        return cell;
    }

    /** Path to value, for every leaf. */
    private static Map<String, String> flat(JsonNode work) {
        Map<String, String> leaves = new LinkedHashMap<>();
        work.properties().stream()
                .filter(field -> !ELSEWHERE.contains(field.getKey()))
                .forEach(field -> addLeaves(field.getKey(), field.getValue(), leaves));
        return leaves;
    }

    private static void addLeaves(String path, JsonNode node, Map<String, String> leaves) {
        if (!node.isObject()) {
            leaves.put(path, text(node));
            return;
        }
        // The name of a variant stands for the whole: schedule: OneCycle, schedule.warmup: 0.2.
        node.properties()
                .forEach(field -> addLeaves(
                        field.getKey().equals("type") ? path : path + "." + field.getKey(), field.getValue(), leaves));
    }

    static String text(JsonNode node) {
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(text(element)));
            return String.join(", ", elements);
        }
        if (node.isObject()) {
            List<String> fields = new ArrayList<>();
            node.properties().forEach(field -> fields.add(text(field.getValue())));
            return String.join("/", fields);
        }
        return node.isDouble() ? exact(node.doubleValue()) : node.asText();
    }

    /** All digits, since a setting that was rounded cannot be set again. */
    private static String exact(double value) {
        double size = Math.abs(value);
        boolean plain = size == 0 || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN);
        return plain
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : Double.toString(value).replace("E", "e");
    }
}
