package io.mlfd.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Checked.Invalid;
import io.mlfd.plan.Checked.Valid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A run file for tests, and what can be changed in it. */
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
              queue: {name: team-a, priorityClass: high}
              retries: {failures: 1, disruptions: 5, backoff: {initial: 1s, max: 1m}}
              timeouts: {pending: 10m, stage: 1h, lost: 5m, run: 24h}
              retention: {onDelete: Keep}
            """;

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final RunFileReader READER = new RunFileReader();
    private static final Planner PLANNER = new Planner();

    private Specs() {}

    public static JsonNode full() {
        return parse(FULL);
    }

    /** {@link #FULL} with one value replaced, or removed when {@code yaml} is empty. */
    public static JsonNode with(String pointer, String yaml) {
        return with(full(), pointer, yaml);
    }

    /** A copy of a file with one value replaced, or removed when {@code yaml} is empty. */
    public static JsonNode with(JsonNode original, String pointer, String yaml) {
        JsonNode file = original.deepCopy();
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = file.at(pointer.substring(0, slash));
        String last = pointer.substring(slash + 1).replace("~1", "/");
        if (parent instanceof com.fasterxml.jackson.databind.node.ArrayNode array) {
            array.set(Integer.parseInt(last), parse(yaml));
        } else if (yaml.isEmpty()) {
            ((ObjectNode) parent).remove(last);
        } else {
            ((ObjectNode) parent).set(last, parse(yaml));
        }
        return file;
    }

    /** What becomes of a file: a plan, or every problem that reading and planning find. */
    public static Checked<Plan> planned(String yaml) {
        return planned(READER.read(yaml));
    }

    /** Like {@link #planned(String)}, for a document that was read already. */
    public static Checked<Plan> planned(JsonNode file) {
        return planned(READER.read(file));
    }

    private static Checked<Plan> planned(Checked<MLFDRun> read) {
        return read instanceof Valid<MLFDRun> run
                ? PLANNER.plan(run.value().getMetadata().getName(), run.value().getSpec())
                : new Invalid<>(((Invalid<MLFDRun>) read).problems());
    }

    /** None for a good file. */
    public static List<Problem> problems(String yaml) {
        return problems(planned(yaml));
    }

    /** None for a good file. */
    public static List<Problem> problems(JsonNode file) {
        return problems(planned(file));
    }

    private static List<Problem> problems(Checked<Plan> planned) {
        return planned instanceof Invalid<Plan> invalid ? invalid.problems() : List.of();
    }

    public static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
