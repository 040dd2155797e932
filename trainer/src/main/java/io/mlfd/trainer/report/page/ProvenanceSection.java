package io.mlfd.trainer.report.page;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Output;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Role;
import io.mlfd.result.Selection;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.page.Block.Fact;
import io.mlfd.trainer.report.page.Grid.Cell;
import io.mlfd.trainer.report.page.Grid.Row;
import io.mlfd.trainer.result.Provenance;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.DataRecord;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** From what the results were made, where the weights lie, and how to make them again. */
final class ProvenanceSection {
    private final ReportData data;

    ProvenanceSection(ReportData data) {
        this.data = data;
    }

    /** The images that were used: how many, of which classes, and the fingerprint that names them. */
    Section data() {
        Map<DataRecord, List<Long>> found = new LinkedHashMap<>();
        data.stages().forEach(stage -> stage.data().forEach(record -> {
            List<Long> seeds = found.computeIfAbsent(record, r -> new ArrayList<>());
            if (!seeds.contains(stage.seed())) {
                seeds.add(stage.seed());
            }
        }));
        if (found.isEmpty()) {
            return new Section("data", "Data", List.of());
        }
        List<Cell> head = List.of(
                Cell.text("Data set"),
                Cell.text("Network"),
                Cell.text("Source"),
                Cell.number("Seed"),
                Cell.number("Classes"),
                Cell.number("Train"),
                Cell.number("Validation"),
                Cell.number("Test"),
                Cell.text("Fingerprint"));
        List<Row> rows = new ArrayList<>();
        found.forEach((record, seeds) -> rows.add(row(record, seeds)));
        List<Block> blocks = new ArrayList<>(List.of(Block.grids("", "", Grid.of("Images by data set", head, rows))));
        Map<String, List<String>> classes = new LinkedHashMap<>();
        found.keySet().forEach(record -> classes.putIfAbsent(record.name(), record.classNames()));
        classes.forEach((name, names) -> blocks.add(Block.folded("Classes of " + name, names)));
        Map<String, List<String>> skipped = new LinkedHashMap<>();
        found.keySet()
                .forEach(record -> record.skipped().ifPresent(names -> skipped.putIfAbsent(record.name(), names)));
        skipped.forEach((name, names) -> blocks.add(
                Block.folded(names.size() + " images of " + name + " that cannot be decoded were left out", names)));
        return new Section("data", "Data", blocks);
    }

    private Row row(DataRecord record, List<Long> seeds) {
        Optional<DatasetWork> work = data.stages().stream()
                .flatMap(stage -> stage.work().reads().stream())
                .filter(one -> one.name().equals(record.name()))
                .findFirst();
        return Row.of(
                Cell.text(record.name()),
                Cell.text(
                        work.map(one -> NetworkShapes.of(one.network()).label()).orElse("")),
                Cell.text(work.map(one -> one.source().text()).orElse("")),
                Cell.number(seeds.stream().map(String::valueOf).collect(Collectors.joining(", "))),
                Cell.count(record.classNames().size()),
                Cell.count(record.train()),
                Cell.count(record.validation()),
                Cell.count(record.test()),
                Cell.key(record.fingerprint()));
    }

    Section section() {
        if (data.stages().isEmpty()) {
            return new Section("provenance", "Provenance", List.of());
        }
        List<Block> blocks = new ArrayList<>(machines());
        List<Cell> head = List.of(
                Cell.text("Stage"),
                Cell.text("Network"),
                Cell.text("Weights"),
                Cell.text("File"),
                Cell.text("SHA-256"),
                Cell.text("Plan key"),
                Cell.text("Content key"));
        List<Row> rows =
                data.stages().stream().flatMap(stage -> rows(stage).stream()).toList();
        boolean builds =
                data.stages().stream().anyMatch(stage -> !stage.inputs().isEmpty());
        String files = "Files of weights are named as they lie beside this page, in the run's folder."
                + (builds && data.selected() ? " A stage builds on the selected weights of others." : "");
        blocks.add(
                Block.grids("Weights", files, Grid.of("Files of weights, and what they were made from", head, rows)));
        blocks.add(Block.folded("All keys, digests and fingerprints in full", full()));
        return new Section("provenance", "Provenance", blocks);
    }

    private static List<Row> rows(StageResult stage) {
        return stage.weights().stream()
                .map(file -> {
                    String at = "../" + VolumeLayout.stageFolder(stage.stage(), stage.planKey()) + "/" + file.file();
                    return Row.of(
                            Cell.text(stage.stage()),
                            Cell.text(role(stage, file.output())),
                            Cell.text(file.selection() == Selection.LAST ? "last" : "selected"),
                            Cell.key(file.file(), address(at)),
                            Cell.key(file.digest()),
                            Cell.key(stage.planKey()),
                            Cell.key(stage.contentKey()));
                })
                .toList();
    }

    private static String role(StageResult stage, String output) {
        return stage.work().outputs().stream()
                .filter(one -> one.id().equals(output))
                .map(Output::role)
                .map(Role::label)
                .findFirst()
                .orElse(output);
    }

    private static String address(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            // The plan refuses such names; a page about a record that has one still shows the rest.
            return "";
        }
    }

    /** One list for each distinct program and machine; usually there is one. */
    private List<Block> machines() {
        Map<Provenance, List<String>> stages = new LinkedHashMap<>();
        data.stages().forEach(stage -> stages.computeIfAbsent(stage.provenance(), p -> new ArrayList<>())
                .add(stage.stage()));
        return stages.entrySet().stream()
                .map(entry -> Block.facts(
                        stages.size() > 1 ? String.join(", ", entry.getValue()) : "", facts(entry.getKey())))
                .toList();
    }

    private static List<Fact> facts(Provenance made) {
        List<Fact> facts = new ArrayList<>(List.of(
                new Fact("Program", "mlfd " + made.program() + ", numerics " + made.numerics()),
                new Fact("Engine", made.engine()),
                new Fact("Java", made.java()),
                new Fact("System", made.system()),
                new Fact("Processor", made.processor()),
                new Fact("Threads", Integer.toString(made.threads()))));
        made.accelerator().ifPresent(gpu -> facts.add(new Fact("GPU", gpu.text())));
        return List.copyOf(facts);
    }

    /** What a table cell has no room for. */
    private List<String> full() {
        List<String> lines = new ArrayList<>();
        lines.add("report: plan " + data.planKey() + ", content " + data.contentKey());
        for (StageResult stage : data.stages()) {
            lines.add(stage.stage() + ": plan " + stage.planKey() + ", content " + stage.contentKey());
            stage.weights().forEach(file -> lines.add(stage.stage() + "/" + file.file() + ": " + file.digest()));
        }
        data.stages().stream()
                .flatMap(stage -> stage.data().stream())
                .map(record -> "data set " + record.name() + ": " + record.fingerprint())
                .distinct()
                .forEach(lines::add);
        return lines;
    }

    Section again() {
        boolean folders = data.stages().stream()
                .anyMatch(stage -> !stage.work().datasetsWithFiles().isEmpty());
        List<Fact> steps = List.of(
                new Fact(
                        "Program",
                        "Take " + distinct(stage -> "mlfd " + stage.provenance().program()) + " and the run file of "
                                + data.run()
                                + ", with what was edited by --set; ./mlfd plan FILE shows the plan keys above then."),
                new Fact(
                        "Data",
                        folders
                                ? "Provide data whose fingerprints are those above; the run says so when they are not."
                                : "The program draws it; the fingerprints are those above."),
                new Fact(
                        "Run",
                        "./mlfd run FILE" + (folders ? " --data FOLDER" : "") + " --out NEW_FOLDER --threads "
                                + distinct(stage ->
                                        Integer.toString(stage.provenance().threads()))
                                + ", or kubectl apply of the same file with as many CPUs."),
                new Fact(
                        "Compare",
                        "Plan keys, content keys and digests. At the same number of threads on the same kind of processor the "
                                + "weights are the same bit for bit; elsewhere accuracies agree within what rounding does to training."));
        return new Section("again", "How to make it again", List.of(Block.facts("", steps)));
    }

    private String distinct(Function<StageResult, String> value) {
        return data.stages().stream().map(value).distinct().sorted().collect(Collectors.joining(" and "));
    }
}
