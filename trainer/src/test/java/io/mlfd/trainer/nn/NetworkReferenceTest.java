package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mlfd.api.NetworkEntry;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our networks against torchvision's and timm's: {@code src/test/python/make_network_fixture.py} made the files and computes the same weights. */
@ExtendWith(EngineExtension.class)
class NetworkReferenceTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/networks");
    private static final int CLASSES = 10;
    /** Of a level's own scale: float32, and kernels of other versions may sum in another order. */
    private static final double CLOSE = 1e-4;
    /** Drawn values this many and more have their statistics within a few percent. */
    private static final int MANY = 2000;

    private final TorchEngine engine;

    NetworkReferenceTest(TorchEngine engine) {
        this.engine = engine;
    }

    static Stream<String> references() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.map(file -> file.getFileName().toString().replace(".json", "")).sorted().toList().stream();
        }
    }

    @Test
    void everyNetworkHasOne() throws IOException {
        List<String> expected = NetworkShapes.all().stream()
                .flatMap(network -> network.entries().stream().map(network::withEntry))
                .map(NetworkShape::label)
                // The large one's dense layers are too much for a test.
                .map(label -> label.replaceAll("(vgg\\d+)-large", "$1_8-large"))
                .filter(label -> !label.matches("resnet(8|14|20|32)"))
                .sorted()
                .toList();
        assertThat(references().filter(name -> !name.contains("@"))).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("references")
    void levelsAndLogitsAreTheirs(String name) {
        JsonNode reference = reference(name);
        try (NDManager step = engine.step()) {
            Network network = Networks.build(shape(name), CLASSES, Scope.root(step, 0));
            for (Variable variable : network.state().variables().values()) {
                try (NDManager scratch = step.newSubManager()) {
                    variable.assign(values(scratch, variable.name(), variable.shape()));
                }
            }
            int size = reference.get("size").asInt();
            Shape batch = new Shape(reference.get("images").asInt(), 3, size, size);
            NDArray images = step.create(floats("images", batch, 0, 1.7), batch);
            NetworkOutput output = Autograd.withoutRecording(() -> network.forward(images, Mode.EVAL));

            assertThat(output.stageMaps()).hasSize(reference.get("levels").size());
            for (int level = 0; level < output.stageMaps().size(); level++) {
                assertSame(
                        "level " + level,
                        output.stageMaps().get(level),
                        reference.get("levels").get(level));
            }
            assertSame("embedding", output.embedding(), reference.get("embedding"));
            assertSame("logits", output.logits(), reference.get("logits"));
        }
    }

    @ParameterizedTest
    @MethodSource("references")
    void variablesHaveTheirNamesShapesAndFirstValues(String name) {
        JsonNode reference = reference(name);
        try (NDManager step = engine.step()) {
            StateDict state =
                    Networks.build(shape(name), CLASSES, Scope.root(step, 1)).state();
            assertThat(state.parameterCount())
                    .isEqualTo(reference.get("parameters").asLong());
            Map<String, JsonNode> theirs = new LinkedHashMap<>();
            reference.get("variables").forEach(row -> theirs.put(row.get(0).asText(), row));
            assertThat(state.variables().keySet()).containsExactlyInAnyOrderElementsOf(theirs.keySet());
            state.variables().forEach((variable, ours) -> {
                JsonNode row = theirs.get(variable);
                assertThat(ours.shape().getShape()).as(variable).containsExactly(longs(row.get(1)));
                assertAlike(variable, ours.tensor().toFloatArray(), row);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("references")
    void theShapeSaysWhatIsBuilt(String name) {
        JsonNode reference = reference(name);
        NetworkShape shape = shape(name);
        int size = reference.get("size").asInt();
        assertThat(shape.parameters(CLASSES))
                .isEqualTo(reference.get("parameters").asLong());
        List<long[]> stages = new ArrayList<>();
        reference.get("levels").forEach(level -> stages.add(longs(level.get("shape"))));
        assertThat(shape.stages(size))
                .extracting(stage -> List.of((long) stage.channels(), (long) stage.size(), (long) stage.size()))
                .containsExactlyElementsOf(stages.stream()
                        .map(level -> List.of(level[1], level[2], level[3]))
                        .toList());
        assertThat(shape.embeddingLength())
                .isEqualTo(reference.get("embedding").get("shape").get(1).asInt());
    }

    /** Constants are the same; drawn values have the same mean, spread and, where they are bounded, bound. */
    private static void assertAlike(String name, float[] ours, JsonNode theirs) {
        double mean = theirs.get(2).asDouble();
        double spread = theirs.get(3).asDouble();
        double largest = theirs.get(4).asDouble();
        double sum = 0;
        double squares = 0;
        double[] sizes = new double[ours.length];
        for (int i = 0; i < ours.length; i++) {
            float value = ours[i];
            sizes[i] = Math.abs(value);
            sum += value;
            squares += (double) value * value;
        }
        Arrays.sort(sizes);
        double most = sizes[(int) (0.999 * (sizes.length - 1))];
        double ourMean = sum / ours.length;
        double ourSpread = Math.sqrt(Math.max(0, squares / ours.length - ourMean * ourMean));
        if (spread == 0) {
            assertThat(ourSpread).as(name).isLessThan(1e-6);
            assertThat(ourMean).as(name).isCloseTo(mean, within(1e-6));
        } else if (ours.length >= MANY) {
            assertThat(ourSpread).as("%s: spread", name).isCloseTo(spread, within(0.08 * spread));
            assertThat(ourMean).as("%s: mean", name).isCloseTo(mean, within(0.12 * spread));
            assertThat(most).as("%s: largest", name).isCloseTo(largest, within(0.15 * largest));
        } else {
            assertThat(ourSpread).as("%s: spread", name).isPositive();
            assertThat(most).as("%s: largest", name).isLessThan(4 * largest);
        }
    }

    private static void assertSame(String what, NDArray ours, JsonNode theirs) {
        assertThat(ours.getShape().getShape()).as(what).containsExactly(longs(theirs.get("shape")));
        float[] all = ours.toFloatArray();
        double sum = 0;
        double squares = 0;
        for (float value : all) {
            sum += value;
            squares += (double) value * value;
        }
        double norm = theirs.get("norm").asDouble();
        double scale = norm / Math.sqrt(all.length);
        assertThat(Math.sqrt(squares)).as("%s: norm", what).isCloseTo(norm, within(CLOSE * norm));
        assertThat(sum)
                .as("%s: sum", what)
                .isCloseTo(theirs.get("sum").asDouble(), within(CLOSE * norm * Math.sqrt(all.length)));
        JsonNode values = theirs.get("values");
        for (int i = 0; i < values.size(); i++) {
            int at = Math.toIntExact((long) i * (all.length - 1) / (values.size() - 1));
            assertThat((double) all[at])
                    .as("%s[%d]", what, at)
                    .isCloseTo(values.get(i).asDouble(), within(CLOSE * scale));
        }
    }

    /** As {@code values} of the script. */
    private static NDArray values(NDManager manager, String name, Shape shape) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        boolean vector = shape.dimension() == 1;
        boolean matrix = shape.dimension() == 2 || shape.dimension() == 4;
        float[] values;
        if (last.equals("running_var") || (last.equals("weight") && vector)) {
            values = floats(name, shape, 1, 0.2);
        } else if ((last.equals("bias") || last.equals("running_mean")) && vector) {
            values = floats(name, shape, 0, 0.1);
        } else if (last.equals("weight") && matrix && !name.contains("grn")) {
            values =
                    floats(name, shape, 0, Math.sqrt(6 / (double) shape.slice(1).size()));
        } else {
            values = floats(name, shape, 0, 0.5);
        }
        return manager.create(values, shape);
    }

    private static float[] floats(String name, Shape shape, double middle, double bound) {
        long seed = 0xCBF29CE484222325L;
        for (byte next : name.getBytes(StandardCharsets.UTF_8)) {
            seed = (seed ^ (next & 0xFF)) * 0x100000001B3L;
        }
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            long x = seed + i * 0x9E3779B97F4A7C15L;
            x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
            x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
            x ^= x >>> 31;
            values[i] = (float) (middle + bound * (2 * ((x >>> 11) * 0x1p-53) - 1));
        }
        return values;
    }

    /** {@code name}: a label, with the slash in front of the width as it can be in a file's name, and what else is special behind @ */
    private static NetworkShape shape(String name) {
        String label = name.replaceAll("@.*", "");
        boolean large = label.endsWith("-large");
        String[] parts = (large ? label.substring(0, label.length() - "-large".length()) : label).split("_");
        NetworkShape shape = NetworkShapes.named(parts[0]);
        NetworkShape ofWidth = parts.length == 1 ? shape : shape.withWidth(Integer.parseInt(parts[1]));
        return large ? ofWidth.withEntry(NetworkEntry.LARGE) : ofWidth;
    }

    private static JsonNode reference(String name) {
        try {
            return JsonMapper.builder()
                    .build()
                    .readTree(FIXTURES.resolve(name + ".json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }
}
