package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** One image at a time is refused wherever it would leave batch normalisation a single value of a channel. */
class NetworkTrainingRulesTest {
    private static final String SINGLE = "1: batch normalisation finds no variance in a single value, and ";

    @Test
    void aNetworkThatComesToASinglePixelIsNamedWithTheFieldThatItTakesItsBatchesFrom() {
        JsonNode file = file(8, "[last-3]", "resnet18");
        batchSize(file, "/spec/datasets/1/teacher", 1);
        assertThat(Specs.problems(file))
                .containsExactly(
                        new Problem(
                                "spec.datasets[1].teacher.training.batchSize",
                                SINGLE
                                        + "resnet18/8 of data set \"b\" comes to maps of 1x1 (spec.input.size: 8); use 2 or more"));
    }

    @Test
    void aFieldThatManyTrainingsTakeIsToldOnce() {
        JsonNode file = file(8, "[last-3]", "resnet18");
        batchSize(file, "/spec", 1);
        assertThat(Specs.problems(file)).extracting(Problem::path).containsExactly("spec.training.batchSize");
    }

    @Test
    void aMoreSpecificFieldDecides() {
        JsonNode file = file(8, "[last-3]", "resnet18");
        batchSize(file, "/spec", 1);
        ((ObjectNode) file.at("/spec/datasets/0")).putObject("teacher");
        batchSize(file, "/spec/datasets/0/teacher", 2);
        batchSize(file, "/spec/datasets/1/teacher", 2);
        batchSize(file, "/spec/method/mlfd/distillation", 2);
        batchSize(file, "/spec/method/mlfd/joint", 2);
        ((ObjectNode) file.at("/spec")).remove("baselines");
        assertThat(Specs.problems(file)).isEmpty();
    }

    @Test
    void theJointTeachersLevelsAreLookedAtToo() {
        JsonNode file = file(32, "[last, embedding]", "resnet8");
        batchSize(file, "/spec/method/mlfd/joint", 1);
        assertThat(Specs.problems(file))
                .containsExactly(new Problem(
                        "spec.method.mlfd.joint.training.batchSize",
                        SINGLE
                                + "the joint teacher's level \"embedding\" has one value of a channel for an image; use 2"
                                + " or more"));
    }

    @Test
    void ratesThatFallByLayerNeedLayers() {
        JsonNode file = file(32, "[last]", "vit-tiny");
        file.at("/spec/datasets").forEach(dataset -> ((ObjectNode) dataset.get("model")).remove("width"));
        layerDecay(file, "/spec");
        assertThat(Specs.problems(file)).isEmpty();
        file = file(32, "[last]", "resnet18");
        layerDecay(file, "/spec/datasets/1/teacher");
        layerDecay(file, "/spec/method/mlfd/joint");
        assertThat(Specs.problems(file))
                .containsExactlyInAnyOrder(
                        new Problem(
                                "spec.datasets[1].teacher.training.optimizer.layerDecay",
                                "0.75: resnet18/8 of data set \"b\" has no layers with rates of their own, as transformers and"
                                        + " ConvNeXt have; leave it out, or give that data set's teacher.training and"
                                        + " student.training an optimizer of their own"),
                        new Problem(
                                "spec.method.mlfd.joint.training.optimizer.layerDecay",
                                "the joint teacher has no layers with rates of their own; leave it out"));
    }

    @Test
    void oneImageOfSeveralPixelsIsEnough() {
        JsonNode file = file(16, "[last]", "resnet18");
        batchSize(file, "/spec", 1);
        assertThat(Specs.problems(file)).isEmpty();
    }

    @Test
    void everyNetworkThatIsFusedIsLookedAt() {
        JsonNode file = ofMethod("{ffl: {networks: [{name: resnet8}, {name: resnet18, width: 16}]}}");
        ((ObjectNode) file.at("/spec/datasets/1/model")).remove("width");
        batchSize(file, "/spec", 1);
        assertThat(Specs.problems(file))
                .containsExactly(new Problem(
                        "spec.training.batchSize",
                        SINGLE
                                + "resnet18/16 of spec.method.ffl.networks[1] comes to maps of 1x1 (spec.input.size: 8);"
                                + " use 2 or more"));
    }

    @Test
    void studentsOfMapsAreLookedAt() {
        JsonNode file = ofMethod("{feed: {mode: Parallel, training: {batchSize: 1}}}");
        for (int i = 0; i < 3; i++) {
            ((ObjectNode) file.at("/spec/datasets/" + i + "/model")).put("name", "resnet18");
        }
        assertThat(Specs.problems(file))
                .extracting(Problem::path)
                .containsExactly("spec.method.feed.training.batchSize");
    }

    /** Images of 8x8, and no teacher of anybody's own. */
    private static JsonNode ofMethod(String method) {
        JsonNode file = file(8, "[last]", "resnet8");
        ((ObjectNode) file.at("/spec")).set("method", Specs.parse(method));
        ((ObjectNode) file.at("/spec")).remove("baselines");
        file.at("/spec/datasets").forEach(dataset -> ((ObjectNode) dataset).remove("teacher"));
        return file;
    }

    private static JsonNode file(int inputSize, String levels, String network) {
        JsonNode file = Specs.with("/spec/method/mlfd/levels", levels);
        ((ObjectNode) file.at("/spec/input")).put("size", inputSize);
        ((ObjectNode) file.at("/spec/training")).remove("batchSize");
        for (int i = 0; i < 3; i++) {
            ((ObjectNode) file.at("/spec/datasets/" + i + "/model")).put("name", network);
        }
        return file;
    }

    private static void batchSize(JsonNode file, String pointer, int value) {
        ((ObjectNode) file.at(pointer)).withObjectProperty("training").put("batchSize", value);
    }

    private static void layerDecay(JsonNode file, String pointer) {
        ((ObjectNode) file.at(pointer))
                .withObjectProperty("training")
                .set("optimizer", Specs.parse("{name: AdamW, layerDecay: 0.75}"));
    }
}
