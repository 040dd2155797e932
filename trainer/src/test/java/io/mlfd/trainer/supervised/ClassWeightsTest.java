package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.Training;
import io.mlfd.trainer.data.BadInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
    private static final List<String> CLASSES = List.of("cat", "dog", "owl");

    /** As scikit-learn's {@code compute_class_weight("balanced")}. */
    @Test
    void balancedClassesCountForAsMuch() {
        int[] labels = {0, 0, 0, 1, 2, 2, 0, 0};

        assertThat(ClassWeights.of(new Training.Balanced(), CLASSES, labels))
                .containsExactly(8.0 / (3 * 5), 8.0 / (3 * 1), 8.0 / (3 * 2));
    }

    @Test
    void asManyImagesOfEachClassWeighOne() {
        assertThat(ClassWeights.of(new Training.Balanced(), CLASSES, new int[] {2, 1, 0}))
                .containsExactly(1.0, 1.0, 1.0);
    }

    @Test
    void namedWeightsStandInTheOrderOfClassesWhateverElseIsNamed() {
        Training.Given given = new Training.Given(Map.of("owl", 3.0, "cat", 1.0, "another set's", 9.0, "dog", 2.0));

        assertThat(ClassWeights.of(given, CLASSES, new int[] {0})).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void aClassWithoutWeightIsNamed() {
        assertThatThrownBy(() -> ClassWeights.of(new Training.Given(Map.of("cat", 1.0)), CLASSES, new int[] {0}))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("2 of 3 classes have no weight, the first is \"dog\"");
        assertThatThrownBy(() -> ClassWeights.of(new Training.Balanced(), CLASSES, new int[] {0, 2}))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("class \"dog\" has no train image");
    }
}
