package io.mlfd.plan;

import io.mlfd.plan.BadFile.Server;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every rule about a run file that is written by hand, with a file that breaks it. Bounds that stand in the schema are broken
 * one by one in {@link OutOfBoundsFiles}.
 */
final class BadFiles {
    private BadFiles() {}

    static Stream<BadFile> all() {
        return Stream.of(
                        bySchema(),
                        byRules(),
                        inJavaOnly(),
                        BadDatasetFiles.all(),
                        BadLayoutFiles.all(),
                        BadPodFiles.all(),
                        BadTrainingFiles.all(),
                        BadStudentFiles.all(),
                        BadMethodFiles.all())
                .flatMap(List::stream);
    }

    private static BadFile structure(String name, String pointer, String yaml, String path) {
        return new BadFile(name, pointer, yaml, path, new Server.Structure());
    }

    private static BadFile rule(String name, String pointer, String yaml, String path, String message) {
        return new BadFile(name, pointer, yaml, path, new Server.Rule(message));
    }

    private static BadFile javaOnly(String name, String pointer, String yaml, String path) {
        return new BadFile(name, pointer, yaml, path, new Server.Accepts());
    }

    private static List<BadFile> bySchema() {
        return List.of(
                structure("no data set", "/spec/datasets", "[]", "spec.datasets"),
                structure("unprintable name", "/spec/datasets/1/name", "\"a\\u0007b\"", "spec.datasets[1].name"),
                structure("upper-case name", "/spec/datasets/1/name", "Cifar", "spec.datasets[1].name"),
                structure("long name", "/spec/datasets/1/name", "a".repeat(31), "spec.datasets[1].name"),
                structure("unknown network", "/spec/datasets/0/model/name", "resnet9", "spec.datasets[0].model.name"),
                structure("unknown field", "/spec/datasets/0/modle", "1", "spec.datasets[0].modle"),
                structure("unknown top field", "/spec/quue", "{}", "spec.quue"),
                structure("rerun without a token", "/spec/rerun", "{stages: [joint]}", "spec.rerun.token"),
                javaOnly("no room in /tmp", "/spec/pod", "{tmpSize: 0}", "spec.pod.tmpSize"),
                structure("queue without a name", "/spec/queue", "{priorityClass: high}", "spec.queue.name"),
                structure("queue that is no label", "/spec/queue", "{name: Team_A}", "spec.queue.name"),
                structure("unknown level", "/spec/method/mlfd/levels/0", "first", "spec.method.mlfd.levels[0]"),
                structure("unknown trunk", "/spec/method/mlfd/joint/trunk", "Both", "spec.method.mlfd.joint.trunk"),
                structure("unknown optimiser", "/spec/training/optimizer/name", "Adam", "spec.training.optimizer.name"),
                structure("unknown baseline", "/spec/baselines/0", "Union", "spec.baselines[0]"),
                structure("zero epochs", "/spec/training/epochs", "0", "spec.training.epochs"),
                structure("negative batch", "/spec/training/batchSize", "-1", "spec.training.batchSize"),
                structure(
                        "zero rate",
                        "/spec/training/optimizer/learningRate",
                        "0",
                        "spec.training.optimizer.learningRate"),
                structure(
                        "negative decay",
                        "/spec/training/optimizer/weightDecay",
                        "-0.1",
                        "spec.training.optimizer.weightDecay"),
                structure("smoothing of one", "/spec/training/labelSmoothing", "1", "spec.training.labelSmoothing"),
                structure("dropout of one", "/spec/method/mlfd/joint/dropout", "1", "spec.method.mlfd.joint.dropout"),
                structure(
                        "zero temperature",
                        "/spec/method/mlfd/distillation/temperature",
                        "0",
                        "spec.method.mlfd.distillation.temperature"),
                structure(
                        "no view",
                        "/spec/method/mlfd/distillation/cache",
                        "{views: 0}",
                        "spec.method.mlfd.distillation.cache.views"),
                structure(
                        "a precision that there is not",
                        "/spec/method/mlfd/distillation/cache",
                        "{precision: Float8}",
                        "spec.method.mlfd.distillation.cache.precision"),
                structure(
                        "negative weight",
                        "/spec/method/mlfd/distillation/weights/soft",
                        "-1",
                        "spec.method.mlfd.distillation.weights.soft"),
                structure(
                        "zero images",
                        "/spec/datasets/0/source/trainPerClass",
                        "0",
                        "spec.datasets[0].source.trainPerClass"),
                structure(
                        "validation of one",
                        "/spec/datasets/0/source/validation",
                        "1",
                        "spec.datasets[0].source.validation"),
                structure("one class", "/spec/datasets/0/source/classes", "[cat]", "spec.datasets[0].source.classes"),
                structure(
                        "class twice",
                        "/spec/datasets/0/source/classes",
                        "[cat, cat]",
                        "spec.datasets[0].source.classes"),
                structure("zero width", "/spec/datasets/1/model/width", "0", "spec.datasets[1].model.width"),
                structure("tiny input", "/spec/input/size", "4", "spec.input.size"),
                structure("no input", "/spec/input", "", "spec.input"),
                structure("fraction for a whole number", "/spec/training/epochs", "1.5", "spec.training.epochs"),
                structure("text for a number", "/spec/training/epochs", "\"3\"", "spec.training.epochs"),
                structure(
                        "number for text",
                        "/spec/datasets/0/source/classes/0",
                        "1",
                        "spec.datasets[0].source.classes[0]"),
                structure("negative seed", "/spec/seeds/0", "-1", "spec.seeds[0]"),
                structure("no spec", "/spec", "", "spec"),
                structure("size that is no quantity", "/spec/storage/size", "1e3x", "spec.storage.size"),
                structure("empty size", "/spec/storage/size", "\"\"", "spec.storage.size"),
                structure("negative size", "/spec/storage/size", "-5Gi", "spec.storage.size"),
                structure(
                        "cpu that is no quantity",
                        "/spec/pod/resources/limits/cpu",
                        "5e9a",
                        "spec.pod.resources.limits.cpu"),
                structure(
                        "cpu of an absurd exponent",
                        "/spec/pod/resources/limits/cpu",
                        "\"1e-999999999\"",
                        "spec.pod.resources.limits.cpu"),
                structure(
                        "cpu of a great exponent",
                        "/spec/pod/resources/limits/cpu",
                        "\"1e99999999\"",
                        "spec.pod.resources.limits.cpu"),
                structure(
                        "negative memory",
                        "/spec/pod/resources/requests/memory",
                        "-1Gi",
                        "spec.pod.resources.requests.memory"),
                structure(
                        "unknown access mode",
                        "/spec/storage/accessModes",
                        "[ReadOnlyMany]",
                        "spec.storage.accessModes[0]"),
                structure("unknown pod field", "/spec/pod/hostNetwork", "true", "spec.pod.hostNetwork"),
                structure("zero parallelism", "/spec/parallelism", "0", "spec.parallelism"),
                structure("bad duration", "/spec/timeouts/stage", "1 day", "spec.timeouts.stage"),
                structure(
                        "empty path",
                        "/spec/datasets/0/source/imageFolder/path",
                        "\"\"",
                        "spec.datasets[0].source.imageFolder.path"));
    }

    /** The definition's rules in CEL, each with its message. */
    private static List<BadFile> byRules() {
        return List.of(
                rule("duplicate names", "/spec/datasets/1/name", "a", "spec.datasets", "datasets: names must differ"),
                rule(
                        "level twice",
                        "/spec/method/mlfd/levels/1",
                        "last",
                        "spec.method.mlfd.levels",
                        "levels: must differ"),
                rule(
                        "folds that nothing is out of",
                        "/spec/method/mlfd/joint/folds",
                        "3",
                        "spec.method.mlfd.joint.folds",
                        "folds: is for experts: OutOfFold"),
                rule(
                        "zero weights",
                        "/spec/method/mlfd/distillation/weights",
                        "{soft: 0, features: 0, hard: 0}",
                        "spec.method.mlfd.distillation.weights",
                        "weights: all are zero"),
                rule(
                        "momentum of AdamW",
                        "/spec/training/optimizer",
                        "{name: AdamW, momentum: 0.9}",
                        "spec.training.optimizer",
                        "momentum, nesterov: only SGD has them"),
                rule(
                        "milestones of Cosine",
                        "/spec/training/schedule",
                        "{name: Cosine, milestones: [0.5]}",
                        "spec.training.schedule",
                        "milestones, gamma: Step needs milestones"),
                rule(
                        "Step without milestones",
                        "/spec/training/schedule",
                        "{name: Step}",
                        "spec.training.schedule",
                        "milestones, gamma: Step needs milestones"),
                rule(
                        "falling milestones",
                        "/spec/training/schedule/milestones",
                        "[0.7, 0.5]",
                        "spec.training.schedule.milestones",
                        "milestones: must rise and lie"),
                rule("no method", "/spec/method", "{}", "spec.method", "method: name exactly one"),
                rule("seed twice", "/spec/seeds", "[1, 1]", "spec.seeds", "seeds: must differ"),
                rule(
                        "nesterov without momentum",
                        "/spec/training/optimizer",
                        "{name: SGD, learningRate: 0.1, momentum: 0, nesterov: true}",
                        "spec.training.optimizer.nesterov",
                        "nesterov: needs a momentum above 0"),
                rule(
                        "crop larger than the image",
                        "/spec/training/augmentation",
                        "{crop: 40, flip: true}",
                        "spec.training.augmentation.crop",
                        "training.augmentation.crop: is more than input.size"),
                rule("size of zero", "/spec/storage/size", "0", "spec.storage.size", "size: must be above zero"),
                rule("claim and size", "/spec/storage/claimName", "mine", "spec.storage", "exactly one of claimName"),
                rule(
                        "reserved variable",
                        "/spec/pod/env/0/name",
                        "MLFD_ORDER",
                        "spec.pod.env[0]",
                        "name: MLFD_ is reserved"),
                rule("zero duration", "/spec/timeouts/stage", "0s", "spec.timeouts.stage", "must be above zero"),
                rule(
                        "augmented joint teacher",
                        "/spec/method/mlfd/joint/training/augmentation",
                        "{flip: true}",
                        "spec.method.mlfd.joint.training.augmentation",
                        "training.augmentation: the joint teacher"),
                rule(
                        "dotted name of the run",
                        "/metadata/name",
                        "a.b",
                        "metadata.name",
                        "metadata.name: lower-case letters, digits and dashes"),
                rule(
                        "long name of the run",
                        "/metadata/name",
                        "a".repeat(41),
                        "metadata.name",
                        "metadata.name: at most 40 characters"),
                rule(
                        "expert's crop larger than the image",
                        "/spec/datasets/1/teacher/training",
                        "{augmentation: {crop: 33}}",
                        "spec.datasets[1].teacher.training.augmentation.crop",
                        "datasets: teacher.training.augmentation.crop: is more than input.size"),
                rule(
                        "class of a claim that exists",
                        "/spec/storage",
                        "{claimName: mine, storageClassName: fast}",
                        "spec.storage",
                        "storageClassName, accessModes: an existing claim has its own"),
                rule(
                        "neither claim nor size",
                        "/spec/storage",
                        "{storageClassName: fast}",
                        "spec.storage",
                        "exactly one of claimName"),
                rule(
                        "gamma of Cosine",
                        "/spec/training/schedule",
                        "{name: Cosine, gamma: 0.1}",
                        "spec.training.schedule",
                        "milestones, gamma: Step needs milestones"),
                rule(
                        "nesterov of an expert's AdamW",
                        "/spec/datasets/1/teacher/training",
                        "{optimizer: {name: AdamW, learningRate: 0.1, nesterov: true}}",
                        "spec.datasets[1].teacher.training.optimizer",
                        "momentum, nesterov: only SGD has them"),
                rule(
                        "reserved variable of one kind of stage",
                        "/spec/stages/teacher/pod",
                        "{env: [{name: MLFD_X, value: a}]}",
                        "spec.stages.teacher.pod.env[0]",
                        "name: MLFD_ is reserved"),
                rule(
                        "zero backoff",
                        "/spec/retries/backoff/initial",
                        "0s",
                        "spec.retries.backoff.initial",
                        "must be above zero"),
                rule("zero time for a run", "/spec/timeouts/run", "0h", "spec.timeouts.run", "must be above zero"));
    }

    /** What neither schema nor CEL can tell. */
    private static List<BadFile> inJavaOnly() {
        return List.of(
                javaOnly(
                        "one data set",
                        "/spec/datasets",
                        "[{name: a, source: {imageFolder: {path: a}}, model: {name: resnet8}}]",
                        "spec.datasets"),
                javaOnly(
                        "student's crop larger than the image",
                        "/spec/method/mlfd/distillation/training",
                        "{augmentation: {crop: 33}}",
                        "spec.method.mlfd.distillation.training.augmentation.crop"),
                javaOnly("lacking level", "/spec/method/mlfd/levels/1", "last-3", "spec.method.mlfd.levels[1]"),
                javaOnly(
                        "request above the limit",
                        "/spec/pod/resources/requests/cpu",
                        "1500m",
                        "spec.pod.resources.requests.cpu"),
                javaOnly("status in a file", "/status", "{phase: Running}", "status"),
                javaOnly("baseline twice", "/spec/baselines", "[Joint, Joint]", "spec.baselines"),
                javaOnly(
                        "more CPUs than any machine has",
                        "/spec/pod/resources",
                        "{limits: {cpu: 20000}}",
                        "spec.pod.resources.limits.cpu"));
    }
}
