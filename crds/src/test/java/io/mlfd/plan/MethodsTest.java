package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Checked.Valid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What methods say of themselves, against the samples and studies that there are. */
class MethodsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    static List<Method> methods() {
        return Methods.ALL;
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> samples = Files.list(ROOT.resolve("manifests/samples"));
                Stream<Path> studies = Files.list(ROOT.resolve("manifests/studies"))) {
            return Stream.concat(samples, studies)
                    .filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theSampleIsARunOfTheMethodOnGeneratedImages(Method method) throws IOException {
        String sample = Files.readString(ROOT.resolve(method.sample()));

        assertThat(method(sample)).isEqualTo(method);
        assertThat(sample).doesNotContain("imageFolder");
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyStageHasANameThatItsMethodKnows(Path file) throws IOException {
        String text = Files.readString(file);
        Plan plan = plan(text);
        List<String> known = method(text).stages().stream()
                .map(name -> name.replaceAll("<[a-z ]+>", "[^/@]+"))
                .toList();

        assertThat(plan.stages().subList(0, plan.stages().size() - 1))
                .extracting(stage -> stage.name().replaceAll("@\\d+$", ""))
                .allMatch(name -> known.stream().anyMatch(name::matches));
    }

    private static Method method(String file) {
        MLFDRun run = ((Valid<MLFDRun>) new RunFileReader().read(file)).value();
        return Methods.named(run.getSpec().method()).get(0);
    }

    private static Plan plan(String file) {
        return ((Valid<Plan>) Specs.planned(file)).value();
    }
}
