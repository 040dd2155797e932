package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import io.mlfd.result.Selection;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.result.Provenance;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What made the numbers, and how to make them again. */
final class ProvenanceSection {
    private final ReportData data;

    ProvenanceSection(ReportData data) {
        this.data = data;
    }

    Html html() {
        return element("section")
                .attribute("id", "provenance")
                .with(
                        element("h2", "Provenance"),
                        element("div").with(machines()),
                        keys(),
                        full(),
                        element("h2", "How to make it again").attribute("id", "again"),
                        again());
    }

    /** One list for each distinct program and machine; usually there is one. */
    private List<Html> machines() {
        Map<Provenance, List<String>> stages = new LinkedHashMap<>();
        data.stages().forEach(stage -> stages.computeIfAbsent(stage.provenance(), p -> new ArrayList<>())
                .add(stage.stage()));
        List<Html> lists = new ArrayList<>();
        if (stages.size() > 1) {
            lists.add(element("p", "Stages were made in " + stages.size() + " different surroundings:"));
        }
        stages.forEach((provenance, names) -> {
            if (stages.size() > 1) {
                lists.add(element("h3", String.join(", ", names)));
            }
            lists.add(list(provenance));
        });
        return lists;
    }

    private static Html list(Provenance provenance) {
        return element("dl")
                .styled("facts")
                .with(
                        fact("Program", "mlfd " + provenance.program() + ", numerics " + provenance.numerics()),
                        fact("Engine", provenance.engine()),
                        fact("Java", provenance.java()),
                        fact("System", provenance.system()),
                        fact("Processor", provenance.processor()),
                        fact("Threads", Integer.toString(provenance.threads())));
    }

    private static Html fact(String name, String value) {
        return element("div").with(element("dt", name), element("dd", value));
    }

    private Html keys() {
        Html head = Tables.row(List.of(
                Tables.columnHead("Stage"),
                Tables.numberHead("Seed"),
                Tables.columnHead("Plan key"),
                Tables.columnHead("Content key"),
                Tables.columnHead("Last weights"),
                Tables.columnHead("Selected weights")));
        List<Html> rows = data.stages().stream().map(ProvenanceSection::row).toList();
        return Tables.scrolling("Keys of the stages and SHA-256 digests of their weights", head, rows);
    }

    private static Html row(StageResult stage) {
        return Tables.row(List.of(
                Tables.rowHead(stage.stage()),
                Tables.number(Long.toString(stage.seed())),
                Tables.cell(Tables.key(stage.planKey())),
                Tables.cell(Tables.key(stage.contentKey())),
                Tables.cell(digest(stage, Selection.LAST)),
                Tables.cell(digest(stage, Selection.BEST))));
    }

    private static Html digest(StageResult stage, Selection selection) {
        return stage.weights().stream()
                .filter(file -> file.selection() == selection)
                .map(WeightsFile::digest)
                .map(Tables::key)
                .findFirst()
                .orElse(Html.text("\u2013"));
    }

    /** What a table cell has no room for. */
    private Html full() {
        List<Html> lines = new ArrayList<>();
        lines.add(line("report: plan " + data.planKey() + ", content " + data.contentKey()));
        for (StageResult stage : data.stages()) {
            lines.add(line(stage.stage() + ": plan " + stage.planKey() + ", content " + stage.contentKey()));
            stage.weights().forEach(file -> lines.add(line(stage.stage() + "/" + file.file() + ": " + file.digest())));
        }
        data.stages().stream()
                .flatMap(stage -> stage.data().stream())
                .map(record -> "data set " + record.name() + ": " + record.fingerprint())
                .distinct()
                .forEach(text -> lines.add(line(text)));
        return element("details")
                .with(
                        element("summary", "All keys, digests and fingerprints in full"),
                        element("ul").styled("keys").with(lines));
    }

    private static Html line(String text) {
        return element("li").with(element("code", text));
    }

    private Html again() {
        String programs = distinct(stage -> "mlfd " + stage.provenance().program());
        String threads = distinct(stage -> Integer.toString(stage.provenance().threads()));
        return element("ol")
                .with(
                        element("li", "Take " + programs + " and the run file of " + data.run() + "."),
                        element(
                                "li",
                                "Provide data whose fingerprints are those above; the run says so when they are not."),
                        element("li")
                                .with(
                                        element(
                                                "code",
                                                "./mlfd run FILE --data FOLDER --out NEW_FOLDER --threads " + threads),
                                        Html.text(", or kubectl apply of the same file with as many CPUs.")),
                        element(
                                "li",
                                "Compare plan keys, content keys and digests. At the same number of threads on the same kind of "
                                        + "processor the weights are the same bit for bit; elsewhere accuracies agree within "
                                        + "what rounding does to training."));
    }

    private String distinct(Function<StageResult, String> value) {
        return data.stages().stream().map(value).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(" and "));
    }
}
