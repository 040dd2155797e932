package io.mlfd.plan.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.mlfd.Distill;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Specs;
import io.mlfd.plan.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What levels weigh among each other. */
class LevelWeightsPlanTest {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: levels}
            spec:
              datasets:
                - name: a
                  source: {generated: {kind: shapes}, trainPerClass: 9, testPerClass: 2}
                  model: {name: resnet8}
                - name: b
                  source: {generated: {kind: glyphs}, trainPerClass: 9, testPerClass: 2}
                  model: {name: resnet8}
              input: {size: 16}
              training: {epochs: 3}
              method: {mlfd: {levels: [last-1, last, embedding], distillation: {%s}}}
            """;

    private static Plan plan(String distillation) {
        return ((Valid<Plan>) Specs.planned(FILE.formatted(distillation))).value();
    }

    @Test
    void aLevelThatIsNotNamedWeighsOne() {
        assertThat(((Distill) plan("levelWeights: {last: 3, embedding: 0}")
                                .stage("distill/a")
                                .work())
                        .levelWeights())
                .isEqualTo(Map.of("last-1", 1.0, "last", 3.0, "embedding", 0.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"levelWeights: {last: 1}", "levelWeights: {last-1: 2, last: 2, embedding: 2}"})
    void levelsThatWeighTheSameChangeNoKey(String weights) {
        assertThat(plan(weights).stages().stream().map(Stage::planKey).toList())
                .isEqualTo(plan("").stages().stream().map(Stage::planKey).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {last-2: 1}                         | levelWeights.last-2 | is none of spec.method.mlfd.levels
            {last-1: 0, last: 0, embedding: 0}  | levelWeights        | all levels weigh 0
            """)
    void whatCannotBeIsToldByItsField(String weights, String path, String message) {
        assertThat(Specs.problems(FILE.formatted("levelWeights: " + weights)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("spec.method.mlfd.distillation." + path);
                    assertThat(problem.message()).contains(message);
                });
    }
}
