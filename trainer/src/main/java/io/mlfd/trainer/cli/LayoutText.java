package io.mlfd.trainer.cli;

import io.mlfd.contract.ImageLayout.Index;
import io.mlfd.trainer.data.CifarFiles;
import io.mlfd.trainer.data.FolderSplits;
import io.mlfd.trainer.data.IdxFiles;
import io.mlfd.trainer.data.ImageLayout;
import io.mlfd.trainer.data.ImageTable;
import io.mlfd.trainer.data.NamedImages;
import io.mlfd.trainer.data.ShardFiles;
import java.util.ArrayList;
import java.util.List;

/** A layout as the fields of a run file that follow the path. */
final class LayoutText {
    private LayoutText() {}

    /** Begins with a comma; nothing where the layout is the usual one. */
    static String of(ImageLayout layout) {
        if (layout instanceof FolderSplits splits) {
            return folders(splits);
        }
        if (layout instanceof NamedImages images) {
            return folders(images.folders()) + ", layout: {names: {pattern: " + quoted(images.pattern()) + "}}";
        }
        if (layout instanceof ImageTable table) {
            return ", layout: {index: {" + String.join(", ", index(table)) + "}}";
        }
        if (layout instanceof CifarFiles files) {
            return ", layout: {cifar: {" + (files.coarse() ? "labels: Coarse" : "") + "}}";
        }
        if (layout instanceof IdxFiles files) {
            return ", layout: {idx: {" + (files.prefix().isEmpty() ? "" : "prefix: " + quoted(files.prefix())) + "}}";
        }
        if (layout instanceof ShardFiles shards) {
            return ", layout: {shards: {" + String.join(", ", shards(shards)) + "}}";
        }
        throw new IllegalStateException("no text of " + layout.getClass().getSimpleName());
    }

    private static String folders(FolderSplits splits) {
        if (splits.equals(FolderSplits.USUAL)) {
            return "";
        }
        List<String> fields = new ArrayList<>(List.of("train: " + quoted(splits.train())));
        splits.validation().ifPresent(name -> fields.add("validation: " + quoted(name)));
        splits.test().ifPresent(name -> fields.add("test: " + quoted(name)));
        splits.testFraction().ifPresent(fraction -> fields.add("testFraction: " + fraction));
        return ", folders: {" + String.join(", ", fields) + "}";
    }

    private static List<String> index(ImageTable table) {
        List<String> fields = new ArrayList<>(List.of("file: " + quoted(table.file())));
        table.images().ifPresent(folder -> fields.add("images: " + quoted(folder)));
        List<String> columns = new ArrayList<>();
        if (!table.pathColumn().equals(Index.PATH)) {
            columns.add("path: " + quoted(table.pathColumn()));
        }
        if (!table.labelColumn().equals(Index.LABEL)) {
            columns.add("label: " + quoted(table.labelColumn()));
        }
        table.splitColumn().ifPresent(column -> columns.add("split: " + quoted(column)));
        if (!columns.isEmpty()) {
            fields.add("columns: {" + String.join(", ", columns) + "}");
        }
        table.testFraction().ifPresent(fraction -> fields.add("testFraction: " + fraction));
        return fields;
    }

    private static List<String> shards(ShardFiles shards) {
        List<String> fields = new ArrayList<>(List.of("train: " + quoted(shards.train())));
        shards.validation().ifPresent(name -> fields.add("validation: " + quoted(name)));
        shards.test().ifPresent(name -> fields.add("test: " + quoted(name)));
        shards.testFraction().ifPresent(fraction -> fields.add("testFraction: " + fraction));
        return fields;
    }

    /** As YAML text, whatever YAML would take it for without quotes: a number, a truth, nothing. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
