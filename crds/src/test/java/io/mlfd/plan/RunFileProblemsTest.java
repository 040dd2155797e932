package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Checked.Invalid;
import io.mlfd.yaml.NotYamlException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunFileProblemsTest {
    private final RunFileReader reader = new RunFileReader();
    private final Planner planner = new Planner();

    @Test
    void fullSpecIsValid() {
        assertThat(Specs.problems(Specs.full())).isEmpty();
    }

    @Test
    void allProblemsAreFoundAtOnce() {
        JsonNode file = Specs.with("/spec/training/epochs", "0");
        ((com.fasterxml.jackson.databind.node.ObjectNode) file.at("/spec/input")).put("size", 1);
        assertThat(Specs.problems(file)).extracting(Problem::path).contains("spec.training.epochs", "spec.input.size");
    }

    @Test
    void whateverIsMistypedOrUnknownIsFoundAtOnceWithWhatIsOutOfBounds() {
        JsonNode file = Specs.with("/spec/datasets/1/model", "{name: resnet9, widht: 8}");
        edit(file, "/spec/datasets/1/source/imageFolder", "paht", "b");
        edit(file, "/spec/training", "epochs", "many");
        edit(file, "/spec/training", "batchSize", 0);
        edit(file, "/spec", "quue", "team-a");
        edit(file, "/spec/input", "size", "32");
        assertThat(Specs.problems(file))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "spec.datasets[1].model.name",
                        "spec.datasets[1].model.widht",
                        "spec.datasets[1].source.imageFolder.paht",
                        "spec.training.epochs",
                        "spec.training.batchSize",
                        "spec.quue",
                        "spec.input.size");
    }

    @Test
    void elementsOfListsKeepTheirPlaces() {
        JsonNode file = Specs.with("/spec/seeds", "[0, a, 1, b, -5]");
        ((ArrayNode) file.at("/spec/datasets")).insert(0, "none").add(3);
        assertThat(Specs.problems(file))
                .extracting(Problem::path)
                .contains("spec.seeds[1]", "spec.seeds[3]", "spec.seeds[4]", "spec.datasets[0]", "spec.datasets[4]")
                .doesNotHaveDuplicates();
    }

    /** Stored before the definition refused them, such quantities must not keep an operator from listing all runs. */
    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "1e3x", "abc", "5e9a", "\"1e-999999999\""})
    void aClientReadsWhateverQuantityIsStoredAndThePlannerRefusesIt(String quantity) {
        JsonNode stored = Specs.with("/spec/storage/size", quantity);
        MLFDRun run = new KubernetesSerialization().unmarshal(stored.toString(), MLFDRun.class);
        Checked<Plan> planned = planner.plan("full", run.getSpec());
        assertThat(planned).isInstanceOfSatisfying(Invalid.class, invalid -> assertThat(
                        invalid.problems().toString())
                .contains("spec.storage.size"));
    }

    @Test
    void aFieldWhoseNameBeginsLikeTheStatusIsUnknown() {
        ObjectNode file = (ObjectNode) Specs.full();
        file.putObject("statuss");
        assertThat(Specs.problems(file)).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("statuss");
            assertThat(problem.message()).startsWith("is unknown");
        });
    }

    @Test
    void aWrongNameOfTheRunHidesNothingElse() {
        JsonNode file = Specs.with("/metadata/name", "My_Run");
        edit(file, "/spec/input", "size", "32");
        assertThat(Specs.problems(file)).extracting(Problem::path).containsExactly("metadata.name", "spec.input.size");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /spec/datasets/0/modle        | 1                | is unknown; there are model, name, source, student, teacher
            /spec/datasets/0/model/name   | resnet9          | "resnet9" is unknown; there are vgg11, vgg13, vgg16, wrn16, wrn28, wrn40, resnet8, resnet14, resnet18, resnet20, resnet32, resnet34, resnet50, vit-tiny, swin-tiny, vit-small, densenet40, mobilenetv2, seresnext26t, convnextv2-atto, convnextv2-nano, convnextv2-pico, convnextv2-tiny, efficientnet-b0, shufflenetv2-x1, convnextv2-femto, shufflenetv2-x05
            /spec/datasets/0/name         | 10               | must be text; put it into quotes
            /spec/datasets/0/name         | n                | must be text; put it into quotes
            /spec/datasets/0/name         | 08               | must be text; put it into quotes
            /spec/datasets                | {}               | must be a list
            /spec/training                | 5                | must be a mapping
            /spec/training                | ~                | is empty; give it a value, or leave it out
            /spec/training/epochs         | "3"              | must be a whole number
            /spec/training/epochs         | 1.5              | must be a whole number
            /spec/training/labelSmoothing | x                | must be a number
            /spec/suspend                 | 1                | must be true or false
            /spec/input/size              | 4                | 4 must have a minimum value of 8
            /spec/pod/resources/limits/cpu | 1.5             | 1.5 is no quantity; write it as 2, 500m or 10Gi
            /metadata/labels              | {a: 1}           | must be text; put it into quotes
            /metadata/generation          | x                | must be another kind of value; kubectl explain mlfdrun.metadata.generation says which
            """)
    void aProblemSaysWhatWouldBeRight(String pointer, String yaml, String message) throws NotYamlException {
        JsonNode file = Specs.full();
        int slash = pointer.lastIndexOf('/');
        JsonNode value = RunFileReader.yaml().documents(yaml).get(0);
        ((ObjectNode) file.at(pointer.substring(0, slash))).set(pointer.substring(slash + 1), value);
        assertThat(Specs.problems(file))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo(message);
    }

    @Test
    void aHundredProblemsAreNotSaidToBeMore() {
        JsonNode file = Specs.full();
        for (int i = 0; i < RunFileReader.MOST_PROBLEMS; i++) {
            edit(file, "/spec/training", "field" + i, "x");
        }
        assertThat(Specs.problems(file)).hasSize(RunFileReader.MOST_PROBLEMS).noneMatch(problem -> problem.message()
                .contains("more problems"));
    }

    @Test
    void elementsThatAreNothingHideNothingElse() {
        JsonNode file = Specs.with("/spec/seeds", "[0, ~, x]");
        ((ArrayNode) file.at("/spec/datasets")).addNull();
        edit(file, "/spec/input", "size", "32");
        assertThat(Specs.problems(file))
                .extracting(Problem::path)
                .contains("spec.seeds[1]", "spec.seeds[2]", "spec.datasets[3]", "spec.input.size")
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsReportedIsOneLineWhateverTheFileHolds() {
        JsonNode file = Specs.with("/spec/datasets/0/source/classes", "[\"a\\nb\", \"a\\nb\"]");
        edit(file, "/spec", "qu\n\u001b[31mue", "x");
        assertThat(Specs.problems(file)).isNotEmpty().allSatisfy(problem -> assertThat(
                        problem.path() + problem.message())
                .doesNotContain("\n", "\u001b"));
    }

    @Test
    void thousandsOfUnknownFieldsAreNotAllListed() {
        JsonNode file = Specs.with("/spec/input/size", "32");
        for (int i = 0; i < 5000; i++) {
            edit(file, "/spec/training", "field" + i, "x");
        }
        List<Problem> problems = Specs.problems(file);
        assertThat(problems).hasSize(RunFileReader.MOST_PROBLEMS + 1);
        assertThat(problems.get(RunFileReader.MOST_PROBLEMS).message()).contains("has more problems");
    }

    private static void edit(JsonNode file, String pointer, String field, Object value) {
        ((ObjectNode) file.at(pointer))
                .set(field, value instanceof Integer number ? new IntNode(number) : new TextNode((String) value));
    }

    @Test
    void mapsThatCannotBeFusedAreNamedWithTheirSizes() {
        JsonNode file = Specs.with("/spec/datasets/0/model", "{name: resnet18}");
        ((com.fasterxml.jackson.databind.node.ObjectNode) file.at("/spec/input")).put("size", 36);
        assertThat(Specs.problems(file))
                .anySatisfy(problem -> assertThat(problem.message()).contains("a 5x5", "b 9x9", "power of two"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                     | file
                    '[1, 2]'                               | file
                    'a: [1'                                | line
                    'a: 1\n---\nb: 2'                      | file
                    'apiVersion: mlfd.io/v1alpha1'         | kind
                    'apiVersion: mlfd.io/v2\nkind: MLFDRun' | apiVersion
                    'a: 1\na: 2'                           | line
                    """)
    void textThatIsNoRunFile(String yaml, String path) {
        Checked<MLFDRun> read = reader.read(yaml.replace("\\n", "\n"));
        assertThat(read).isInstanceOf(Invalid.class);
        assertThat(((Invalid<MLFDRun>) read).problems())
                .anySatisfy(problem -> assertThat(problem.path()).startsWith(path));
    }

    @Test
    void hugeFileIsRefusedUnread() {
        assertThat(reader.read("#".repeat(RunFileReader.MAX_CHARACTERS + 1))).isInstanceOf(Invalid.class);
    }
}
