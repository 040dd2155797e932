package io.mlfd.plan;

import io.mlfd.plan.BadFile.Server;
import java.util.List;

/** Bad files of how images lie in a folder. */
final class BadLayoutFiles {
    private static final String FOLDER = "/spec/datasets/0/source/imageFolder";
    private static final String PATH = "spec.datasets[0].source.imageFolder";

    private BadLayoutFiles() {}

    private static BadFile rule(String name, String yaml, String path, String message) {
        return new BadFile(name, FOLDER, yaml, PATH + path, new Server.Rule(message));
    }

    private static BadFile javaOnly(String name, String yaml, String path) {
        return new BadFile(name, FOLDER, yaml, PATH + path, new Server.Accepts());
    }

    static List<BadFile> all() {
        return List.of(
                rule("no layout", "{path: a, layout: {}}", ".layout", "exactly one of index"),
                rule(
                        "two layouts",
                        "{path: a, layout: {index: {file: a.csv}, names: {pattern: '{label}.jpg'}}}",
                        ".layout",
                        "exactly one of index"),
                rule(
                        "folders beside a table",
                        "{path: a, folders: {test: b}, layout: {index: {file: a.csv}}}",
                        ".folders",
                        "folders: says where class folders lie"),
                rule(
                        "table out of the path",
                        "{path: a, layout: {index: {file: ../a.csv}}}",
                        ".layout.index.file",
                        "file: must lie below path"),
                rule(
                        "absolute folder of a table's images",
                        "{path: a, layout: {index: {file: a.csv, images: /}}}",
                        ".layout.index.images",
                        "images: must lie below path"),
                rule(
                        "pattern without a label",
                        "{path: a, layout: {names: {pattern: '{*}.jpg'}}}",
                        ".layout.names.pattern",
                        "pattern: must have {label} once"),
                rule(
                        "pattern with two labels",
                        "{path: a, layout: {names: {pattern: '{label}_{label}.jpg'}}}",
                        ".layout.names.pattern",
                        "pattern: must have {label} once"),
                rule(
                        "folders beside an archive",
                        "{path: a, folders: {test: b}, layout: {cifar: {}}}",
                        ".folders",
                        "folders: says where class folders lie"),
                rule(
                        "archives without a test",
                        "{path: a, layout: {shards: {train: a.tar}}}",
                        ".layout.shards",
                        "exactly one of test and testFraction"),
                rule(
                        "test archives and a fraction",
                        "{path: a, layout: {shards: {train: a.tar, test: b.tar, testFraction: 0.5}}}",
                        ".layout.shards",
                        "exactly one of test and testFraction"),
                rule(
                        "train archives out of the path",
                        "{path: a, layout: {shards: {train: ../*.tar, testFraction: 0.5}}}",
                        ".layout.shards.train",
                        "train: must lie below path"),
                rule(
                        "validation archives out of the path",
                        "{path: a, layout: {shards: {train: a.tar, validation: /b.tar, testFraction: 0.5}}}",
                        ".layout.shards.validation",
                        "validation: must lie below path"),
                rule(
                        "test archives out of the path",
                        "{path: a, layout: {shards: {train: a.tar, test: a/../../b.tar}}}",
                        ".layout.shards.test",
                        "test: must lie below path"),
                javaOnly(
                        "unknown placeholder",
                        "{path: a, layout: {names: {pattern: '{label}_{number}.jpg'}}}",
                        ".layout.names.pattern"),
                javaOnly(
                        "pattern of a path",
                        "{path: a, layout: {names: {pattern: '{label}/{#}.jpg'}}}",
                        ".layout.names.pattern"));
    }
}
