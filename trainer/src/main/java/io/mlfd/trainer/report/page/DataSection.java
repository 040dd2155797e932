package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import io.mlfd.contract.DataSource;
import io.mlfd.contract.DatasetWork;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.DataRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The images that were used: how many, of which classes, and the fingerprint that names them. */
final class DataSection {
    private final ReportData data;

    DataSection(ReportData data) {
        this.data = data;
    }

    Html html() {
        Map<DataRecord, Set<Long>> found = new LinkedHashMap<>();
        data.datasets().forEach(set -> data.stages().forEach(stage -> stage.data().stream()
                .filter(record -> record.name().equals(set.name()))
                .forEach(record -> found.computeIfAbsent(record, r -> new LinkedHashSet<>())
                        .add(stage.seed()))));
        Html head = Tables.row(List.of(
                Tables.columnHead("Data set"),
                Tables.columnHead("Network"),
                Tables.columnHead("Source"),
                Tables.numberHead("Seed"),
                Tables.numberHead("Classes"),
                Tables.numberHead("Train"),
                Tables.numberHead("Validation"),
                Tables.numberHead("Test"),
                Tables.columnHead("Fingerprint")));
        List<Html> rows = new ArrayList<>();
        found.forEach((record, seeds) -> rows.add(row(record, seeds)));
        return element("section")
                .attribute("id", "data")
                .with(
                        element("h2", "Data"),
                        Tables.scrolling("Images by data set", head, rows),
                        element("div").with(classNames(found.keySet())));
    }

    private Html row(DataRecord record, Set<Long> seeds) {
        return Tables.row(List.of(
                Tables.rowHead(record.name()),
                Tables.cell(network(record.name())),
                Tables.cell(source(record.name())),
                Tables.number(seeds.stream().map(String::valueOf).collect(Collectors.joining(", "))),
                Tables.number(Numbers.count(record.classNames().size())),
                Tables.number(Numbers.count(record.train())),
                Tables.number(Numbers.count(record.validation())),
                Tables.number(Numbers.count(record.test())),
                Tables.cell(Tables.key(record.fingerprint()))));
    }

    private String network(String dataset) {
        return data.datasets().stream()
                .filter(set -> set.name().equals(dataset))
                .map(set -> NetworkShapes.of(set.network()).label())
                .findFirst()
                .orElse("");
    }

    private String source(String dataset) {
        return data.stages().stream()
                .map(StageResult::work)
                .flatMap(work -> work.reads().stream())
                .filter(work -> work.name().equals(dataset))
                .map(DatasetWork::source)
                .map(DataSource::text)
                .findFirst()
                .orElse("");
    }

    /** Once a data set: names do not depend on the seed. */
    private static List<Html> classNames(Set<DataRecord> records) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        records.forEach(record -> names.putIfAbsent(record.name(), record.classNames()));
        List<Html> lists = new ArrayList<>();
        names.forEach((name, classes) -> lists.add(element("details")
                .with(
                        element("summary", "Classes of " + name),
                        element("ol")
                                .styled("classes")
                                .attribute("start", "0")
                                .with(classes.stream()
                                        .map(one -> element("li", one))
                                        .toList()))));
        return lists;
    }
}
