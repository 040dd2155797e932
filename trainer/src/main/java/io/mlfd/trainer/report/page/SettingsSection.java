package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlfd.contract.ContractJson;
import io.mlfd.trainer.report.ReportData;
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

    private final Set<String> roles = new LinkedHashSet<>();

    SettingsSection(ReportData data) {
        this.data = data;
        ContractJson json = new ContractJson();
        for (StageResult stage : data.stages()) {
            String role = Stages.role(stage.work());
            roles.add(role);
            flat(json.read(json.write(stage.work()), JsonNode.class))
                    .forEach((setting, value) -> settings.computeIfAbsent(setting, s -> new LinkedHashMap<>())
                            .computeIfAbsent(role, r -> new LinkedHashMap<>())
                            .computeIfAbsent(value, v -> new TreeSet<>())
                            .add(Stages.subject(stage)));
        }
    }

    Html html() {
        List<Html> head = new ArrayList<>(List.of(Tables.columnHead("Setting")));
        roles.forEach(role -> head.add(Tables.columnHead(role)));
        List<Html> rows = new ArrayList<>();
        settings.forEach((setting, values) -> rows.add(row(setting, values)));
        return element("section")
                .attribute("id", "settings")
                .with(
                        element("h2", "Settings"),
                        element(
                                "p",
                                "As they took effect, defaults filled in. Settings marked with \u2260 in bold differ between "
                                        + "the stages that have them."),
                        Tables.scrolling("Settings by kind of stage", Tables.row(head), rows),
                        exact());
    }

    private Html row(String setting, Map<String, Map<String, Set<String>>> values) {
        Set<String> distinct = new TreeSet<>();
        values.values().forEach(ofRole -> distinct.addAll(ofRole.keySet()));
        boolean differs = distinct.size() > 1;
        Html name = element("code", setting);
        List<Html> cells = new ArrayList<>();
        cells.add(
                differs
                        ? Tables.rowHead(element("span", "\u2260 ").attribute("aria-label", "differs"), name)
                        : Tables.rowHead(name));
        roles.forEach(role -> cells.add(Tables.cell(value(values.getOrDefault(role, Map.of())))));
        return differs ? Tables.row(cells).styled("differs") : Tables.row(cells);
    }

    private static Html value(Map<String, Set<String>> values) {
        if (values.isEmpty()) {
            return element("span", "\u2013").styled("absent");
        }
        if (values.size() == 1) {
            return Html.text(values.keySet().iterator().next());
        }
        List<Html> lines = new ArrayList<>();
        values.forEach((value, stages) -> lines.add(element("div", value + " (" + String.join(", ", stages) + ")")));
        return Html.all(lines);
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

    private static String text(JsonNode node) {
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(text(element)));
            return String.join(", ", elements);
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

    private Html exact() {
        ContractJson json = new ContractJson();
        List<Html> works = new ArrayList<>();
        for (StageResult stage : data.stages()) {
            works.add(element("h3", stage.stage()));
            works.add(element("pre").with(element("code", json.write(stage.work()))));
        }
        return element("details")
                .with(
                        element("summary", "The exact work of every stage, as JSON"),
                        element("div").with(works));
    }
}
