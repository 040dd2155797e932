package io.mlfd.plan;

import io.mlfd.plan.BadFile.Server;
import java.util.List;

/** Bad files about students and experts of networks of their own: every rule about it in CEL. */
final class BadStudentFiles {
    private static final String STUDENT = "/spec/datasets/0/student";

    private BadStudentFiles() {}

    private static BadFile student(String name, String yaml, String path, String message) {
        return new BadFile(name, STUDENT, yaml, "spec.datasets[0].student" + path, new Server.Rule(message));
    }

    private static BadFile ofMethod(String name, String method, String pointer, String yaml, String path) {
        String spec = Specs.with(Specs.with(Specs.with("/spec/method", method), pointer, yaml), "/spec/baselines", "")
                .at("/spec")
                .toString();
        return new BadFile(
                name, "/spec", spec, path, new Server.Rule("datasets: only mlfd has student and teacher.model"));
    }

    private static BadFile withoutStudents() {
        String none = "{none: true}";
        String all = Specs.with(
                        Specs.with(Specs.with("/spec/datasets/0/student", none), "/spec/datasets/1/student", none),
                        "/spec/datasets/2/student",
                        none)
                .at("/spec")
                .toString();
        return new BadFile(
                "no student at all", "/spec", all, "spec.datasets", new Server.Rule("datasets: none has a student"));
    }

    static List<BadFile> all() {
        return List.of(
                student(
                        "a network of no student",
                        "{none: true, model: {name: resnet8}}",
                        "",
                        "none: there is no student"),
                student("a start of no student", "{none: true, init: Random}", "", "none: there is no student"),
                student(
                        "a file of no student",
                        "{none: true, file: {path: a.safetensors}}",
                        "",
                        "none: there is no student"),
                student(
                        "a start from a file that is not named",
                        "{init: File}",
                        ".file",
                        "file: is what init: File starts from"),
                student(
                        "a file that nothing starts from",
                        "{init: Union, file: {path: a.safetensors}}",
                        ".file",
                        "file: is what init: File starts from"),
                student(
                        "a student's file outside of the data root",
                        "{init: File, file: {path: /a.safetensors}}",
                        ".file.path",
                        "path: must lie below the data root"),
                new BadFile(
                        "a weight of a level that is not compared",
                        "/spec/method/mlfd/distillation/levelWeights",
                        "{last-2: 1}",
                        "spec.method.mlfd.distillation.levelWeights.last-2",
                        new Server.Rule("distillation.levelWeights: names a level")),
                student(
                        "mixup of one student",
                        "{training: {augmentation: {mixup: {}}}}",
                        ".training.augmentation.mixup",
                        "training.augmentation: students learn what is known"),
                student(
                        "crop of one student",
                        "{training: {augmentation: {crop: 40}}}",
                        ".training.augmentation.crop",
                        "datasets: student.training.augmentation.crop"),
                withoutStudents(),
                new BadFile(
                        "a start of what is not trained",
                        "/spec/datasets/2/teacher/init",
                        "{path: a.safetensors}",
                        "spec.datasets[2].teacher",
                        new Server.Rule("init, checkpoint: a checkpoint is not trained")),
                new BadFile(
                        "a start outside of the data root",
                        "/spec/datasets/1/teacher/init",
                        "{path: ../a.safetensors}",
                        "spec.datasets[1].teacher.init.path",
                        new Server.Rule("path: must lie below the data root")),
                new BadFile(
                        "a class of two logits",
                        "/spec/datasets/2/teacher/checkpoint/classes",
                        "[cat, dog, cat]",
                        "spec.datasets[2].teacher.checkpoint.classes",
                        new Server.Accepts()),
                ofMethod("a student of FEED", "{feed: {mode: Sequential}}", STUDENT, "{}", "spec.datasets[0].student"),
                ofMethod("a student of DML", "{dml: {}}", STUDENT, "{none: true}", "spec.datasets[0].student"),
                ofMethod(
                        "a teacher's network of FEED",
                        "{feed: {mode: Sequential}}",
                        "/spec/datasets/1/teacher/model",
                        "{name: resnet8}",
                        "spec.datasets[1].teacher.model"));
    }
}
