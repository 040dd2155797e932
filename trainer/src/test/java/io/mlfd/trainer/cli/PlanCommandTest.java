package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommandTest {
    private static final Path MANIFESTS = Path.of("..", "manifests").toAbsolutePath();
    private static final Path SAMPLES = MANIFESTS.resolve("samples");

    @TempDir
    private Path folder;

    private String plan(String sample, String format, String... more) {
        return plan(SAMPLES.resolve(sample), format, more);
    }

    private String plan(Path file, String format, String... more) {
        Shell shell = new Shell(folder);
        String[] arguments = new String[4 + more.length];
        arguments[0] = "plan";
        arguments[1] = file.toString();
        arguments[2] = "-o";
        arguments[3] = format;
        System.arraycopy(more, 0, arguments, 4, more.length);
        assertThat(shell.call(arguments)).as(shell.err()).isZero();
        return shell.out();
    }

    /** Keys change with the numerics; what hangs on them is tested where they are made. */
    private static String withoutKeys(String text) {
        return text.replaceAll("\\b[0-9a-f]{32}\\b", "KEY").replaceAll("\\b[0-9a-f]{12}\\b", "KEY");
    }

    /** Sizes are estimates, which move with what is measured. */
    private static String withoutSizes(String text) {
        return text.replaceAll("(?s)\n\nSTAGE.*", "\n");
    }

    private static String golden(String name) throws IOException {
        try (InputStream stream = PlanCommandTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(stream).as(name).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "mermaid"})
    void isAsItWas(String format) throws IOException {
        Files.writeString(folder.resolve("three-sets.yaml"), golden("three-sets.yaml"));
        assertThat(withoutKeys(withoutSizes(plan(folder.resolve("three-sets.yaml"), format))))
                .isEqualTo(golden("plan-three-sets." + format));
    }

    @Test
    void jsonHasEveryStageAfterItsInputs() throws IOException {
        JsonNode plan = new ObjectMapper().readTree(plan("quickstart.yaml", "json"));

        List<String> seen = new java.util.ArrayList<>();
        for (JsonNode stage : plan.get("stages")) {
            for (JsonNode input : stage.get("inputs")) {
                assertThat(seen).contains(input.asText());
            }
            seen.add(stage.get("name").asText());
        }
        assertThat(seen).hasSize(8);
    }

    static List<Path> everyRunFile() throws IOException {
        try (Stream<Path> files = Files.walk(MANIFESTS, 2)) {
            return files.filter(file -> file.toString().matches(".*/(samples|studies)/[^/]+\\.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("everyRunFile")
    void mermaidIsAFlowChartOfDeclaredNodes(Path sample) {
        List<String> lines =
                plan(sample, "mermaid", "--set", "spec.seeds=[0, 1]").lines().toList();

        assertThat(lines.get(0)).isEqualTo("flowchart LR");
        List<String> nodes = lines.stream()
                .skip(1)
                .filter(line -> line.matches("  s[0-9]+\\[\"[a-z0-9/@-]+(<br/>[a-z0-9/, -]+)?\"\\]"))
                .map(line -> line.strip().replaceFirst("\\[.*", ""))
                .toList();
        List<String> edges =
                lines.stream().skip(1).filter(line -> line.contains("-->")).toList();
        assertThat(nodes).doesNotHaveDuplicates();
        assertThat(nodes.size() + edges.size()).isEqualTo(lines.size() - 1);
        assertThat(edges).doesNotHaveDuplicates().allSatisfy(edge -> {
            assertThat(edge).matches("  s[0-9]+ --> s[0-9]+");
            assertThat(nodes).contains(edge.strip().split(" ")[0], edge.strip().split(" ")[2]);
        });
    }

    @ParameterizedTest
    @MethodSource("everyRunFile")
    void everyStageOfEverySampleHasASize(Path sample) {
        String text = plan(sample, "table");
        String sizes = text.substring(text.lastIndexOf("STAGE"));

        assertThat(sizes.lines().skip(1).takeWhile(line -> !line.startsWith("about ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).matches("[^ ]+ +([0-9]{3} MiB|[0-9]{1,2}\\.[0-9] GiB) .*"));
    }

    @Test
    void theTableOfSizesFitsATerminal() {
        String text = plan("three-sets.yaml", "table");
        String sizes = text.substring(text.lastIndexOf("STAGE"));

        assertThat(sizes.lines().takeWhile(line -> !line.startsWith("about ")))
                .hasSize(15)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(sizes)
                .containsPattern("(?m)^joint +[0-9.]+ [MG]iB +[0-9.]+ MiB/1000$")
                .contains("of memory for 1000 images of cifar100, cifar10, signs; --data DIR counts them");
    }

    @Test
    void imagesAreCountedWhereTheyLie() throws IOException {
        for (String image :
                List.of("train/cat/1.png", "train/cat/2.png", "train/dog/1.png", "test/cat/1.png", "test/dog/1.png")) {
            Path file = folder.resolve("sets/pets").resolve(image);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[] {1});
        }
        Path file = folder.resolve("pets.yaml");
        Files.writeString(file, """
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: pets}
                spec:
                  data: {claimName: datasets}
                  datasets:
                    - {name: pets, source: {imageFolder: {path: pets}}, model: {name: resnet8}}
                    - {name: a, source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}, model: {name: resnet8}}
                  input: {size: 32}
                  training: {epochs: 2}
                  method: {mlfd: {levels: [last]}}
                """);

        // A row of two experts' last maps, 64 x 8 x 8 each, and a label; 5 and 60 images, 4 splits.
        assertThat(plan(file, "table", "--data", folder.resolve("sets").toString()))
                .containsPattern("(?m)^distill/pets +[0-9]+ MiB +" + (5 * (4 + 4 * 8192) + 64 + 1023) / 1024 + " KiB$")
                .contains("2 MiB of caches in all, free at runs/pets are ")
                .doesNotContain("--data DIR");
    }

    @Test
    void aMachineThatIsTooSmallIsWarnedOf() {
        Shell shell = new Shell(folder);
        shell.memory(2L << 30);

        assertThat(shell.call("plan", SAMPLES.resolve("quickstart.yaml").toString(), "--set", "spec.input.size=224"))
                .isZero();

        assertThat(shell.out()
                        .lines()
                        .filter(line -> line.startsWith("warning: "))
                        .toList())
                .hasSize(4)
                .allMatch(line -> line.matches(".*lower spec.training.batchSize to [0-9]+"))
                .satisfies(lines ->
                        assertThat(lines.subList(0, 2)).allMatch(line -> line.contains("this machine has 2.0 GiB")))
                .satisfies(lines ->
                        assertThat(lines.subList(2, 4)).allMatch(line -> line.contains("limit of its pod is 2.0 GiB")));
    }

    @Test
    void setReplacesMakesAndIsJudgedByTheStrictReader() {
        assertThat(plan("quickstart.yaml", "table", "--set", "spec.training.epochs=3"))
                .contains("teacher/shapes    resnet8/8   3 ");
        assertThat(plan("quickstart.yaml", "json", "--set", "spec.datasets[1].source.trainPerClass=7"))
                .contains("\"trainPerClass\" : 7");
        assertThat(plan("quickstart.yaml", "json", "--set", "spec.method.mlfd.distillation.temperature=4"))
                .contains("\"temperature\" : 4.0");
        assertThat(plan(
                        "quickstart.yaml",
                        "table",
                        "--set",
                        "spec.training.epochs=3",
                        "--set",
                        "spec.training.epochs=4"))
                .contains("teacher/shapes    resnet8/8   4 ");
        assertThat(plan("quickstart.yaml", "json", "--set", "spec.training.optimizer={name: SGD, learningRate: 1e-2}"))
                .contains("\"name\" : \"SGD\"", "\"learningRate\" : 0.01");
    }

    @Test
    void setChangesOnePlaceWhereAnAliasStandsForIt() throws IOException {
        Path file = folder.resolve("aliases.yaml");
        Files.writeString(file, """
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: aliases}
                spec:
                  datasets:
                    - {name: a, source: &s {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}, model: &m {name: resnet8}}
                    - {name: b, source: *s, model: *m}
                  input: {size: 16}
                  training: {<<: {epochs: 9, batchSize: 4}, epochs: 2}
                  method: {mlfd: {}}
                """);

        JsonNode plan = new ObjectMapper()
                .readTree(plan(
                        file,
                        "json",
                        "--set",
                        "spec.datasets[1].source.trainPerClass=7",
                        "--set",
                        "spec.training.batchSize=3"));

        assertThat(plan.findValues("trainPerClass"))
                .extracting(JsonNode::intValue)
                .contains(5, 7);
        assertThat(plan.findValues("batchSize")).extracting(JsonNode::intValue).containsOnly(3);
        assertThat(plan.findValues("epochs")).extracting(JsonNode::intValue).containsOnly(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec.datasets[5].source.trainPerClass=7 | --set spec.datasets[5].source.trainPerClass: spec.datasets has 3 entries",
                "spec.training.epoch=7 | spec.training.epoch: is unknown",
                "spec.training.epochs=many | spec.training.epochs: must be a whole number",
                "spec.training.epochs=0 | spec.training.epochs",
                "spec.training.epochs={ | --set spec.training.epochs: \"{\" is not YAML",
                "spec.training.epochs.more=1 | --set spec.training.epochs.more: ",
                "spec.stages[0]=1 | --set spec.stages[0]: ",
            })
    void setCannotDoWhatTheFileCannot(String setting) {
        Shell shell = new Shell(folder);
        String[] parts = setting.split(" \\| ");

        int exit = shell.call("plan", SAMPLES.resolve("quickstart.yaml").toString(), "--set", parts[0]);

        assertThat(exit).isEqualTo(20);
        assertThat(shell.err()).contains(parts[1]).hasLineCount(1);
    }
}
