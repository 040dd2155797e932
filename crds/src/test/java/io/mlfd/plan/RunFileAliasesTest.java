package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.yaml.YamlBombs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Anchors, aliases and merge keys mean in a run file what they mean to kubectl. */
class RunFileAliasesTest {
    private static final String HEAD = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: aliases}
            spec:
            """;
    private static final String TAIL = """
              input: {size: 32}
              method: {mlfd: {}}
            """;

    private final RunFileReader reader = new RunFileReader();

    @Test
    void anAliasStandsForWhatItsAnchorMarks() {
        MLFDRun run = valid("""
                  datasets:
                    - {name: &n shapes, source: &s {generated: {kind: *n }, trainPerClass: &few 5, testPerClass: *few }, model: &m {name: resnet8}}
                    - {name: glyphs, source: *s, model: *m, teacher: {training: &t {epochs: 7}}}
                  training: *t
                """);
        assertThat(run.getSpec().datasets().get(0).source().generated().kind()).hasToString("SHAPES");
        assertThat(run.getSpec().datasets().get(1).source().testPerClass()).isEqualTo(5);
        assertThat(run.getSpec().datasets().get(1).model().name()).hasToString("RESNET8");
        assertThat(run.getSpec().training().epochs()).isEqualTo(7);
    }

    @Test
    void anAliasIsNeverReadAsItsOwnName() {
        assertThat(problems("""
                  datasets:
                    - {name: &n a, source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}, model: {name: resnet8}}
                    - {name: *n , source: {generated: {kind: shapes}, trainPerClass: 5, testPerClass: 5}, model: {name: resnet8}}
                  training: {epochs: 1}
                """)).anySatisfy(problem -> assertThat(problem.toString())
                .contains("spec.datasets[1].name", "\"a\" is the name"));
    }

    @Test
    void aMergeKeyBringsWhatIsNotSaidOtherwise() {
        MLFDRun run = valid("""
                  datasets:
                    - {name: a, source: {imageFolder: {path: a}}, model: {name: resnet8}, teacher: {training: &t {epochs: 7, batchSize: 8}}}
                    - {name: b, source: {imageFolder: {path: b}}, model: {name: resnet8}}
                  training: {<<: [*t , {batchSize: 9, labelSmoothing: 0.1}], epochs: 3}
                """);
        assertThat(run.getSpec().training().epochs()).isEqualTo(3);
        assertThat(run.getSpec().training().batchSize()).isEqualTo(8);
        assertThat(run.getSpec().training().labelSmoothing()).isEqualTo(0.1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {epochs: 1, batchSize: *b}                 | line 5 | undefined alias
            {epochs: 1, epochs: 2}                     | line 5 | twice
            {epochs: 1, <<: {epochs: 2}}               | line 5 | put << first
            {<<: {epochs: 2}, <<: {batchSize: 2}}      | line 5 | <<
            {<<: 3}                                    | line 5 | <<
            &t {optimizer: *t }                        | line 5 | deep
            """)
    void whatReadersOfYamlDoNotAgreeOnIsRefusedWithItsLine(String training, String path, String words) {
        assertThat(problems("  training: " + training + "\n")).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message()).contains(words);
        });
    }

    @Test
    void aFewLettersThatStandForBillionsAreRefused() {
        assertThat(problems(YamlBombs.billions().indent(2)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("aliases"));
    }

    private MLFDRun valid(String spec) {
        Checked<MLFDRun> read = reader.read(HEAD + spec + TAIL);
        assertThat(read).isInstanceOf(Valid.class);
        return ((Valid<MLFDRun>) read).value();
    }

    private static List<Problem> problems(String spec) {
        return Specs.problems(HEAD + spec + TAIL);
    }
}
