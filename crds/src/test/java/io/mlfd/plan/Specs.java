package io.mlfd.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** Run files for tests: a full valid one, and ways to spoil it. */
public final class Specs {
    /** Uses nearly every field. */
    public static final String FULL = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: full}
            spec:
              data: {claimName: datasets}
              datasets:
                - name: a
                  source: {imageFolder: {path: sets/a}, classes: [cat, dog], trainPerClass: 50, testPerClass: 10, validation: 0.1}
                  model: {name: resnet8}
                - name: b
                  source: {claimName: other, imageFolder: {path: b}}
                  model: {name: resnet14, width: 8}
                  teacher: {training: {epochs: 7}}
                - name: c
                  source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}
                  model: {name: resnet20}
                  teacher: {checkpoint: {path: experts/c.safetensors}}
              input: {size: 32}
              training:
                epochs: 3
                batchSize: 16
                optimizer: {name: SGD, learningRate: 0.1, weightDecay: 5e-4, momentum: 0.9, nesterov: true}
                schedule: {name: Step, milestones: [0.5, 0.75], gamma: 0.1}
                augmentation: {crop: 4, flip: true}
                labelSmoothing: 0.1
                checkpointEvery: {seconds: 30}
              seeds: [0, 1]
              method:
                mlfd:
                  levels: [embedding, last-1, last]
                  joint: {trunk: PerDataset, experts: Others, adaptorWidth: 64, dropout: 0.9, training: {epochs: 5, optimizer: {name: AdamW, learningRate: 2e-3}}}
                  distillation: {temperature: 2, weights: {soft: 0.6, features: 0.2, hard: 0.2}}
              baselines: [Joint, OwnTeacher]
              storage: {size: 20Gi, storageClassName: fast, accessModes: [ReadWriteOnce]}
              stages:
                teacher: {pod: {resources: {limits: {cpu: "2", nvidia.com/gpu: 1}}}}
              pod:
                image: registry.example/mlfd-trainer:1
                resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: "1"}}
                nodeSelector: {pool: gpu}
                tolerations: [{key: gpu, operator: Exists, effect: NoSchedule}]
                priorityClassName: research
                env: [{name: A, value: b}]
              parallelism: 2
              retries: {failures: 1, disruptions: 5, backoff: {initial: 1s, max: 1m}}
              timeouts: {pending: 10m, stage: 1h, run: 24h}
              retention: {onDelete: Keep}
            """;

    private static final YAMLMapper YAML = new YAMLMapper();

    private Specs() {}

    /**
     * One way to spoil {@link #FULL}.
     *
     * @param pointer JSON pointer of the value that is replaced
     * @param yaml the new value; empty removes the field
     * @param path of the problem that must be reported
     * @param byApiServer whether the API server can tell as well
     */
    public record Spoiled(String name, String pointer, String yaml, String path, boolean byApiServer) {
        public JsonNode file() {
            return with(pointer, yaml);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Spoiled bad(String name, String pointer, String yaml, String path) {
        return new Spoiled(name, pointer, yaml, path, true);
    }

    private static Spoiled planOnly(String name, String pointer, String yaml, String path) {
        return new Spoiled(name, pointer, yaml, path, false);
    }

    public static Stream<Spoiled> spoiled() {
        return Stream.of(
                planOnly(
                        "one data set",
                        "/spec/datasets",
                        "[{name: a, source: {imageFolder: {path: a}}, model: {name: resnet8}}]",
                        "spec.datasets"),
                bad("no data set", "/spec/datasets", "[]", "spec.datasets"),
                bad("duplicate names", "/spec/datasets/1/name", "a", "spec.datasets"),
                bad("unprintable name", "/spec/datasets/1/name", "\"a\\u0007b\"", "spec.datasets[1].name"),
                bad("upper-case name", "/spec/datasets/1/name", "Cifar", "spec.datasets[1].name"),
                bad("long name", "/spec/datasets/1/name", "a".repeat(31), "spec.datasets[1].name"),
                bad("unknown network", "/spec/datasets/0/model/name", "resnet9", "spec.datasets[0].model.name"),
                bad("unknown field", "/spec/datasets/0/modle", "1", "spec.datasets[0].modle"),
                bad("unknown top field", "/spec/quue", "{}", "spec.quue"),
                bad("field not carried out", "/spec/queue", "{name: team-a}", "spec.queue"),
                bad("unknown level", "/spec/method/mlfd/levels/0", "first", "spec.method.mlfd.levels[0]"),
                planOnly("lacking level", "/spec/method/mlfd/levels/1", "last-3", "spec.method.mlfd.levels[1]"),
                bad("level twice", "/spec/method/mlfd/levels/1", "last", "spec.method.mlfd.levels"),
                bad("unknown trunk", "/spec/method/mlfd/joint/trunk", "Both", "spec.method.mlfd.joint.trunk"),
                bad("unknown optimiser", "/spec/training/optimizer/name", "Adam", "spec.training.optimizer.name"),
                bad("unknown baseline", "/spec/baselines/0", "Union", "spec.baselines[0]"),
                bad("zero epochs", "/spec/training/epochs", "0", "spec.training.epochs"),
                bad("negative batch", "/spec/training/batchSize", "-1", "spec.training.batchSize"),
                bad("zero rate", "/spec/training/optimizer/learningRate", "0", "spec.training.optimizer.learningRate"),
                bad(
                        "negative decay",
                        "/spec/training/optimizer/weightDecay",
                        "-0.1",
                        "spec.training.optimizer.weightDecay"),
                bad("smoothing of one", "/spec/training/labelSmoothing", "1", "spec.training.labelSmoothing"),
                bad("dropout of one", "/spec/method/mlfd/joint/dropout", "1", "spec.method.mlfd.joint.dropout"),
                bad(
                        "zero temperature",
                        "/spec/method/mlfd/distillation/temperature",
                        "0",
                        "spec.method.mlfd.distillation.temperature"),
                bad(
                        "zero weights",
                        "/spec/method/mlfd/distillation/weights",
                        "{soft: 0, features: 0, hard: 0}",
                        "spec.method.mlfd.distillation.weights"),
                bad(
                        "negative weight",
                        "/spec/method/mlfd/distillation/weights/soft",
                        "-1",
                        "spec.method.mlfd.distillation.weights.soft"),
                bad(
                        "zero images",
                        "/spec/datasets/0/source/trainPerClass",
                        "0",
                        "spec.datasets[0].source.trainPerClass"),
                bad(
                        "validation of one",
                        "/spec/datasets/0/source/validation",
                        "1",
                        "spec.datasets[0].source.validation"),
                bad("one class", "/spec/datasets/0/source/classes", "[cat]", "spec.datasets[0].source.classes"),
                bad("class twice", "/spec/datasets/0/source/classes", "[cat, cat]", "spec.datasets[0].source.classes"),
                bad("zero width", "/spec/datasets/1/model/width", "0", "spec.datasets[1].model.width"),
                bad("tiny input", "/spec/input/size", "4", "spec.input.size"),
                bad("no input", "/spec/input", "", "spec.input"),
                bad("fraction for a whole number", "/spec/training/epochs", "1.5", "spec.training.epochs"),
                bad("text for a number", "/spec/training/epochs", "\"3\"", "spec.training.epochs"),
                bad("number for text", "/spec/datasets/0/source/classes/0", "1", "spec.datasets[0].source.classes[0]"),
                bad("two sources", "/spec/datasets/0/source/generated", "{kind: shapes}", "spec.datasets[0].source"),
                bad("no source", "/spec/datasets/0/source", "{}", "spec.datasets[0].source"),
                bad("generated without counts", "/spec/datasets/2/source/testPerClass", "", "spec.datasets[2].source"),
                bad("generated with claim", "/spec/datasets/2/source/claimName", "x", "spec.datasets[2].source"),
                bad(
                        "absolute path",
                        "/spec/datasets/0/source/imageFolder/path",
                        "/etc",
                        "spec.datasets[0].source.imageFolder.path"),
                bad(
                        "path out of the root",
                        "/spec/datasets/0/source/imageFolder/path",
                        "a/../../b",
                        "spec.datasets[0].source.imageFolder.path"),
                bad(
                        "checkpoint out of the root",
                        "/spec/datasets/2/teacher/checkpoint/path",
                        "../x",
                        "spec.datasets[2].teacher.checkpoint.path"),
                bad(
                        "checkpoint and training",
                        "/spec/datasets/2/teacher/training",
                        "{epochs: 1}",
                        "spec.datasets[2].teacher"),
                bad(
                        "momentum of AdamW",
                        "/spec/training/optimizer",
                        "{name: AdamW, momentum: 0.9}",
                        "spec.training.optimizer"),
                bad(
                        "milestones of Cosine",
                        "/spec/training/schedule",
                        "{name: Cosine, milestones: [0.5]}",
                        "spec.training.schedule"),
                bad("Step without milestones", "/spec/training/schedule", "{name: Step}", "spec.training.schedule"),
                bad(
                        "falling milestones",
                        "/spec/training/schedule/milestones",
                        "[0.7, 0.5]",
                        "spec.training.schedule.milestones"),
                bad("warmup of Step", "/spec/training/schedule/warmup", "0.1", "spec.training.schedule"),
                bad("no method", "/spec/method", "{}", "spec.method"),
                bad("seed twice", "/spec/seeds", "[1, 1]", "spec.seeds"),
                bad("negative seed", "/spec/seeds/0", "-1", "spec.seeds[0]"),
                bad(
                        "nesterov without momentum",
                        "/spec/training/optimizer",
                        "{name: SGD, learningRate: 0.1, momentum: 0, nesterov: true}",
                        "spec.training.optimizer.nesterov"),
                bad(
                        "crop larger than the image",
                        "/spec/training/augmentation",
                        "{crop: 40, flip: true}",
                        "spec.training.augmentation.crop"),
                bad("no spec", "/spec", "", "spec"),
                bad("size that is no quantity", "/spec/storage/size", "1e3x", "spec.storage.size"),
                bad("empty size", "/spec/storage/size", "\"\"", "spec.storage.size"),
                bad("size of zero", "/spec/storage/size", "0", "spec.storage.size"),
                bad("negative size", "/spec/storage/size", "-5Gi", "spec.storage.size"),
                bad(
                        "cpu that is no quantity",
                        "/spec/pod/resources/limits/cpu",
                        "5e9a",
                        "spec.pod.resources.limits.cpu"),
                bad(
                        "cpu of an absurd exponent",
                        "/spec/pod/resources/limits/cpu",
                        "\"1e-999999999\"",
                        "spec.pod.resources.limits.cpu"),
                bad(
                        "cpu of a great exponent",
                        "/spec/pod/resources/limits/cpu",
                        "\"1e99999999\"",
                        "spec.pod.resources.limits.cpu"),
                bad(
                        "negative memory",
                        "/spec/pod/resources/requests/memory",
                        "-1Gi",
                        "spec.pod.resources.requests.memory"),
                planOnly(
                        "request above the limit",
                        "/spec/pod/resources/requests/cpu",
                        "1500m",
                        "spec.pod.resources.requests.cpu"),
                bad("claim and size", "/spec/storage/claimName", "mine", "spec.storage"),
                bad(
                        "unknown access mode",
                        "/spec/storage/accessModes",
                        "[ReadOnlyMany]",
                        "spec.storage.accessModes[0]"),
                bad("reserved variable", "/spec/pod/env/0/name", "MLFD_ORDER", "spec.pod.env[0]"),
                bad("unknown pod field", "/spec/pod/hostNetwork", "true", "spec.pod.hostNetwork"),
                bad("zero parallelism", "/spec/parallelism", "0", "spec.parallelism"),
                bad("bad duration", "/spec/timeouts/stage", "1 day", "spec.timeouts.stage"),
                bad("zero duration", "/spec/timeouts/stage", "0s", "spec.timeouts.stage"),
                bad(
                        "augmented joint teacher",
                        "/spec/method/mlfd/joint/training/augmentation",
                        "{flip: true}",
                        "spec.method.mlfd.joint.training.augmentation"));
    }

    public static JsonNode full() {
        return parse(FULL);
    }

    /** {@link #FULL} with one value replaced, or removed when {@code yaml} is empty. */
    public static JsonNode with(String pointer, String yaml) {
        ObjectNode file = (ObjectNode) full();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = file.at(pointer.substring(0, slash));
        String last = pointer.substring(slash + 1);
        if (parent instanceof com.fasterxml.jackson.databind.node.ArrayNode array) {
            array.set(Integer.parseInt(last), parse(yaml));
        } else if (yaml.isEmpty()) {
            ((ObjectNode) parent).remove(last);
        } else {
            ((ObjectNode) parent).set(last, parse(yaml));
        }
        return file;
    }

    public static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
