package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ReportReader;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Methods;
import io.mlfd.trainer.stage.Orders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final Path QUICKSTART =
            Path.of("..", "manifests", "samples", "quickstart.yaml").toAbsolutePath();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "plan",
                "validate",
                "init",
                "check",
                "report",
                "compare",
                "stage",
                "models",
                "methods",
                "kubectl"
            })
    void helpShowsAnExampleThatParsesAndTheExitCodes(String command) {
        Shell shell = new Shell(folder);

        assertThat(shell.call(command, "--help")).isZero();

        assertThat(shell.out()).contains("Usage: mlfd " + command).contains("Exit codes:", "  22   ");
        List<String> examples = shell.out()
                .lines()
                .filter(line -> line.startsWith("  ./mlfd "))
                .map(String::strip)
                .toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            String[] words = example.split(" ");
            assertThat(shell.commandLine()
                            .parseArgs(Arrays.copyOfRange(words, 1, words.length))
                            .subcommand())
                    .as(example)
                    .isNotNull();
        }
    }

    @Test
    void tellsItsVersion() {
        Shell shell = new Shell(folder);

        assertThat(shell.call("--version")).isZero();
        assertThat(shell.out()).isEqualTo("mlfd 1.2.3\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run | mlfd run: Missing required parameter: 'FILE'",
                "run x.yaml --what | mlfd run: unknown: --what",
                "rum x.yaml | mlfd: unknown: rum x.yaml; did you mean run",
                "run x.yaml --threads many | mlfd run: Invalid value for option '--threads'",
                "run x.yaml --device gpu | mlfd run: Invalid value for option '--device': \"gpu\" is none of auto, cpu, cuda",
                "plan x.yaml -o dot | mlfd plan: Invalid value for option '--output'",
                "run x.yaml --set epochs | mlfd run: Invalid value for option '--set' (PATH=VALUE): \"epochs\" is no PATH=VALUE",
            })
    void wrongUsageIsOneLineAndExitCode2(String arguments, String message) {
        Shell shell = new Shell(folder);

        assertThat(shell.call(arguments.split(" "))).isEqualTo(2);
        assertThat(shell.err()).startsWith(message).endsWith("--help)\n").hasLineCount(1);
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void moreThreadsThanCoresAreRefused() {
        Shell shell = new Shell(folder);

        assertThat(shell.call("run", QUICKSTART.toString(), "--threads", "99")).isEqualTo(20);
        assertThat(shell.err())
                .isEqualTo(
                        "mlfd: --threads: 99 is more than the cores of this machine, 2: they would wait for each other;"
                                + " leave it out, or name a number up to that\n");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void aMissingFileIsOneLine() {
        Shell shell = new Shell(folder);

        assertThat(shell.call("run", "none.yaml")).isEqualTo(20);
        assertThat(shell.err()).isEqualTo("mlfd: none.yaml: there is no such file; mlfd init writes one\n");
    }

    @Test
    void everythingThatIsWrongWithAFileIsNamedInALineEach() throws IOException {
        String yaml = Files.readString(QUICKSTART)
                .replace("size: 24", "size: 0")
                .replace("levels: [last, embedding]", "levels: [last-7]");
        Files.writeString(folder.resolve("bad.yaml"), yaml.replace("size: 0", "size: 24"));
        Files.writeString(folder.resolve("worse.yaml"), yaml);
        Shell shell = new Shell(folder);

        assertThat(shell.call("validate", "bad.yaml", QUICKSTART.toString(), "worse.yaml"))
                .isEqualTo(20);
        assertThat(shell.out()).isEqualTo(QUICKSTART + ": valid, 8 stages\n");
        assertThat(shell.err().lines())
                .allSatisfy(line -> assertThat(line).matches("mlfd: (bad|worse)\\.yaml: spec\\..+: .+"))
                .anySatisfy(line -> assertThat(line).contains("worse.yaml: spec.input.size"))
                .filteredOn(line -> line.contains("bad.yaml: spec.method.mlfd.levels[0]"))
                .hasSize(3);
    }

    @Test
    void aStackTraceOnlyWhenAskedFor() {
        Shell shell = new Shell(folder);

        shell.call("run", "none.yaml");
        assertThat(shell.err()).doesNotContain("\tat ");
        shell.call("run", "none.yaml", "--verbose");
        assertThat(shell.err()).contains("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoint", "init"})
    void runNamesTheExpertThatLiesInNoFolder(String field) throws IOException {
        String quickstart = Files.readString(Path.of("..", "manifests", "samples", "quickstart.yaml"));
        String given = quickstart.replaceFirst(
                "(?m)^      model: .*$", "$0\n      teacher: {" + field + ": {path: expert.safetensors}}");
        assertThat(given).isNotEqualTo(quickstart);
        Files.writeString(folder.resolve("given.yaml"), given);
        Shell shell = new Shell(folder);

        assertThat(shell.call("run", "given.yaml")).isEqualTo(20);
        assertThat(shell.err())
                .startsWith("mlfd: spec.datasets[0].teacher." + field + ": ")
                .contains("has a given expert");
    }

    @Test
    void runNamesTheDataThatIsMissing() throws IOException {
        Path sample = Path.of("..", "manifests", "samples", "three-sets.yaml").toAbsolutePath();
        Shell shell = new Shell(folder);

        assertThat(shell.call("run", sample.toString())).isEqualTo(20);
        assertThat(shell.err())
                .isEqualTo("mlfd: spec.datasets[0].source: data set cifar100 is read from a folder;"
                        + " add --data DIR, the folder that its path lies in\n");
        assertThat(shell.call("run", sample.toString(), "--data", "nowhere")).isEqualTo(21);
        assertThat(shell.err()).isEqualTo("mlfd: --data: there is no folder " + folder.resolve("nowhere") + "\n");
        assertThat(shell.call("run", sample.toString(), "--data", ".")).isEqualTo(21);
        assertThat(shell.err()).contains("spec.datasets[0].source.imageFolder.path: there is no folder " + folder);
        assertThat(shell.call("run", sample.toString(), "--data", ".", "--claim", "other=."))
                .isEqualTo(21);
        for (String path : List.of("cifar100-20", "cifar10", "sign-digits")) {
            Files.createDirectories(folder.resolve(path));
        }
        assertThat(shell.call("run", sample.toString(), "--data", ".", "--claim", "other=."))
                .isEqualTo(20);
        assertThat(shell.err())
                .startsWith("mlfd: --claim other: no data set reads from this claim; there are datasets");
    }

    @Test
    void anOutputFolderThatCannotBeUsedIsOneLine() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        Shell shell = new Shell(folder);

        assertThat(shell.call("run", QUICKSTART.toString(), "--out", "file")).isEqualTo(22);
        assertThat(shell.err())
                .startsWith("mlfd: " + folder.resolve("file") + ": is a file;")
                .hasLineCount(1);
        assertThat(shell.call("run", QUICKSTART.toString(), "--out", "file/deeper"))
                .isEqualTo(22);
        assertThat(shell.err())
                .startsWith("mlfd: " + folder.resolve("file/deeper"))
                .hasLineCount(1);
        // Nobody may write here, whoever runs the test.
        assertThat(shell.call("run", QUICKSTART.toString(), "--out", "/proc/run"))
                .isEqualTo(22);
        assertThat(shell.err())
                .startsWith("mlfd: /proc/run: cannot create folder")
                .hasLineCount(1);
    }

    @Test
    void aStageWithoutAnOrderLeavesAReport() throws IOException {
        Shell shell = new Shell(folder);
        shell.set("MLFD_REPORT_PATH", folder.resolve("report.json").toString());

        assertThat(shell.call("stage")).isEqualTo(20);
        assertThat(shell.err()).startsWith("mlfd: MLFD_ORDER: is not set").hasLineCount(1);
        assertThat(folder.resolve("report.json")).content().contains("\"exit\":20", "MLFD_ORDER: is not set");

        shell.set("MLFD_ORDER", "{\"version\":2,\"version\":2}");
        assertThat(shell.call("stage")).isEqualTo(20);
        assertThat(shell.err())
                .startsWith("mlfd: MLFD_ORDER: not a StageOrder:")
                .hasLineCount(1);
    }

    @Test
    void anOrderOfAnotherReleaseIsRefusedInWordsThatItsRunCanTell() throws IOException {
        Shell shell = new Shell(folder);
        shell.set("MLFD_REPORT_PATH", folder.resolve("report.json").toString());
        shell.set("MLFD_ORDER", "{\"attempt\":3,\"learners\":[{}],\"stage\":\"teacher/a\",\"version\":1}");

        assertThat(shell.call("stage")).isEqualTo(20);
        assertThat(shell.err())
                .isEqualTo("mlfd: MLFD_ORDER: is of version 1, this program reads version 2;"
                        + " use operator and trainer of one release\n");
        assertThat(new ReportReader()
                        .read(Files.readString(folder.resolve("report.json")), "teacher/a", 3, 20)
                        .report())
                .map(StageReport::message)
                .hasValueSatisfying(message -> assertThat(message).contains("use operator and trainer of one release"));
    }

    @Test
    void anOrderWithWordsThatAreNotKnownIsNotCarriedOutWithoutThem() throws IOException {
        Shell shell = new Shell(folder);
        String order = new ContractJson().write(Orders.order(folder, "report", Orders.reportWork(List.of())));
        shell.set("MLFD_ORDER", order.replaceFirst("\\{", "{\"precision\":\"half\","));

        assertThat(shell.call("stage")).isEqualTo(20);
        assertThat(shell.err()).contains("does not know (precision)", "use operator and trainer of one release");
    }

    @Test
    void aReportThatCannotBeWrittenChangesNoExitCode() {
        Shell shell = new Shell(folder);
        shell.set("MLFD_REPORT_PATH", folder.resolve("gone/report.json").toString());

        assertThat(shell.call("stage")).isEqualTo(20);
        assertThat(shell.err())
                .contains("report.json: the report cannot be written", "MLFD_ORDER: is not set")
                .doesNotContain("defect");
    }

    /** 25.6 million values and 4.09 thousand million multiplications are what ResNet-50 is known by. */
    @Test
    void saysWhatNetworksComeToForImagesOfASize() {
        Shell shell = new Shell(folder);

        assertThat(shell.call("models", "--size", "224", "--classes", "1000", "resnet50", "resnet18", "vit-tiny"))
                .isZero();
        assertThat(shell.out().lines())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("NETWORK"),
                        line -> assertThat(line)
                                .startsWith("resnet50-large")
                                .contains(
                                        " 25.6 M ",
                                        " 8.18 G ",
                                        " GiB ",
                                        "last-3 256x56x56, last-2 512x28x28, last-1 1024x14x14, last 2048x7x7, embedding 2048"),
                        line -> assertThat(line).startsWith("resnet18 ").contains("last-3 64x224x224"),
                        line -> assertThat(line)
                                .startsWith("vit-tiny-large")
                                .contains("5.72 M", "last-3 192x14x14", "embedding 192"));
        assertThat(shell.call("models", "--size", "30", "swin-tiny", "vit-tiny"))
                .isZero();
        assertThat(shell.out())
                .contains("last-3 96x15x15", "none: images of 30 pixels cannot be cut into patches of 4");
    }

    @Test
    void networksAndSizesThatThereAreNotAreNamed() {
        Shell shell = new Shell(folder);

        assertThat(shell.call("models", "resnet51")).isEqualTo(20);
        assertThat(shell.err()).contains("NAME: network \"resnet51\" is unknown; there are resnet8");
        assertThat(shell.call("models", "--size", "0")).isEqualTo(20);
        assertThat(shell.err()).contains("--size: 0 is less than 1");
    }

    @Test
    void listsNetworksAndMethods() {
        Shell shell = new Shell(folder);

        assertThat(shell.call("models")).isZero();
        assertThat(shell.out())
                .contains(
                        "resnet20             16       3  last-2 … last, embedding  ResNet, 3 basic blocks a stage\n",
                        "mobilenetv2           -       5  last-4 … last, embedding  MobileNetV2, 17 inverted residual blocks\n");
        assertThat(shell.call("methods")).isZero();
        assertThat(shell.out().lines())
                .filteredOn(line -> !line.startsWith(" "))
                .hasSameSizeAs(Methods.ALL)
                .contains("feed: Feature-level ensemble distillation");
        assertThat(shell.out())
                .contains(
                        "  a student learns the maps of several teachers through a translator each, or a chain of students one"
                                + " from the other (Park, Kwak 2019, arXiv 1909.10754)\n",
                        "  stages  online/<data set>, baseline/alone/<data set>\n",
                        "  sample  ./mlfd run manifests/samples/quickstart.yaml\n");
    }
}
