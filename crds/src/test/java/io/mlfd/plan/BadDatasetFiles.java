package io.mlfd.plan;

import io.mlfd.plan.BadFile.Server;
import java.util.List;

/** Bad files of data sets, their sources and their experts: what rules say that are written by hand. */
final class BadDatasetFiles {
    private BadDatasetFiles() {}

    private static BadFile rule(String name, String pointer, String yaml, String path, String message) {
        return new BadFile(name, pointer, yaml, path, new Server.Rule(message));
    }

    private static BadFile javaOnly(String name, String pointer, String yaml, String path) {
        return new BadFile(name, pointer, yaml, path, new Server.Accepts());
    }

    static List<BadFile> all() {
        return List.of(
                rule(
                        "two sources",
                        "/spec/datasets/0/source/generated",
                        "{kind: shapes}",
                        "spec.datasets[0].source",
                        "exactly one of imageFolder and generated"),
                rule(
                        "no source",
                        "/spec/datasets/0/source",
                        "{}",
                        "spec.datasets[0].source",
                        "exactly one of imageFolder and generated"),
                rule(
                        "generated without counts",
                        "/spec/datasets/2/source/testPerClass",
                        "",
                        "spec.datasets[2].source",
                        "trainPerClass, testPerClass: needed"),
                rule(
                        "generated with claim",
                        "/spec/datasets/2/source/claimName",
                        "x",
                        "spec.datasets[2].source",
                        "claimName: generated images need no claim"),
                rule(
                        "absolute train folder",
                        "/spec/datasets/0/source/imageFolder/folders",
                        "{train: /etc}",
                        "spec.datasets[0].source.imageFolder.folders.train",
                        "train: must lie below path"),
                rule(
                        "test folder out of the path",
                        "/spec/datasets/0/source/imageFolder/folders",
                        "{test: a/../../b}",
                        "spec.datasets[0].source.imageFolder.folders.test",
                        "test: must lie below path"),
                rule(
                        "validation folder out of the path",
                        "/spec/datasets/0/source/imageFolder/folders",
                        "{validation: ..}",
                        "spec.datasets[0].source.imageFolder.folders.validation",
                        "validation: must lie below path"),
                rule(
                        "test folder and fraction",
                        "/spec/datasets/0/source/imageFolder/folders",
                        "{test: Test, testFraction: 0.2}",
                        "spec.datasets[0].source.imageFolder.folders",
                        "testFraction: takes the place of a folder"),
                rule(
                        "own folder without a fraction",
                        "/spec/datasets/0/source/imageFolder/folders",
                        "{train: .}",
                        "spec.datasets[0].source.imageFolder.folders",
                        "train: where class folders lie in the data set"),
                rule(
                        "validation twice",
                        "/spec/datasets/0/source",
                        "{imageFolder: {path: a, folders: {validation: val}}, validation: 0.1}",
                        "spec.datasets[0].source",
                        "validation: there is a folder of validation images"),
                rule(
                        "absolute path",
                        "/spec/datasets/0/source/imageFolder/path",
                        "/etc",
                        "spec.datasets[0].source.imageFolder.path",
                        "path: must lie below the data root"),
                rule(
                        "path out of the root",
                        "/spec/datasets/0/source/imageFolder/path",
                        "a/../../b",
                        "spec.datasets[0].source.imageFolder.path",
                        "path: must lie below the data root"),
                rule(
                        "checkpoint out of the root",
                        "/spec/datasets/2/teacher/checkpoint/path",
                        "../x",
                        "spec.datasets[2].teacher.checkpoint.path",
                        "path: must lie below the data root"),
                rule(
                        "checkpoint and training",
                        "/spec/datasets/2/teacher/training",
                        "{epochs: 1}",
                        "spec.datasets[2].teacher",
                        "training, checkpoint: a checkpoint is not trained"),
                javaOnly(
                        "one folder for two splits",
                        "/spec/datasets/0/source/imageFolder/folders",
                        "{test: train}",
                        "spec.datasets[0].source.imageFolder.folders"));
    }
}
