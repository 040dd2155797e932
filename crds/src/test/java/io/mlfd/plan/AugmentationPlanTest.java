package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.Training;
import io.mlfd.contract.Training.Augmentation;
import io.mlfd.contract.Training.ColorJitter;
import io.mlfd.contract.Training.Erasing;
import io.mlfd.contract.Training.RandAugment;
import io.mlfd.contract.Training.RandomResizedCrop;
import io.mlfd.contract.Training.Span;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.plan.Checked.Valid;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How images are changed, from the file to the order of a stage and its key. */
class AugmentationPlanTest {
    private static final String POINTER = "/spec/training/augmentation";

    private static Stage teacher(String augmentation) {
        Checked<Plan> planned = Specs.planned(Specs.with(POINTER, augmentation));
        assertThat(planned).isInstanceOf(Valid.class);
        return ((Valid<Plan>) planned).value().stage("teacher/a@0");
    }

    private static Training training(String augmentation) {
        return ((TrainTeacher) teacher(augmentation).work()).training();
    }

    @Test
    void whatIsNotSaidIsTorchvisionsDefault() {
        assertThat(training("{randomResizedCrop: {}, randAugment: {}, erasing: {}}")
                        .augmentation())
                .isEqualTo(new Augmentation(
                        0,
                        false,
                        Optional.of(new RandomResizedCrop(new Span(0.08, 1), new Span(3.0 / 4, 4.0 / 3))),
                        Optional.of(new RandAugment(2, 9)),
                        Optional.empty(),
                        Optional.of(new Erasing(0.5, new Span(0.02, 0.33), new Span(0.3, 3.3)))));
    }

    @Test
    void whatIsSaidIsTaken() {
        assertThat(training("{flip: true, randomResizedCrop: {scale: [0.5, 0.6]}, randAugment: {ops: 1, magnitude: 30},"
                                + " colorJitter: {contrast: 0.4, hue: 0.5}, erasing: {probability: 1, ratio: [1, 1]}}")
                        .augmentation())
                .isEqualTo(new Augmentation(
                        0,
                        true,
                        Optional.of(new RandomResizedCrop(new Span(0.5, 0.6), new Span(3.0 / 4, 4.0 / 3))),
                        Optional.of(new RandAugment(1, 30)),
                        Optional.of(new ColorJitter(0, 0.4, 0, 0.5)),
                        Optional.of(new Erasing(1, new Span(0.02, 0.33), new Span(1, 1)))));
    }

    /** Whether a stage is computed anew: what changes no image changes no key. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '{crop: 4, flip: true}'             | '{crop: 4, flip: true, colorJitter: {}}'               | true
            '{crop: 4, flip: true}'             | '{crop: 4, flip: true, colorJitter: {hue: 0}}'         | true
            '{crop: 4, flip: true}'             | '{crop: 4, flip: true, erasing: {probability: 0}}'     | true
            '{flip: true, randomResizedCrop: {}}' | '{flip: true, crop: 0, randomResizedCrop: {scale: [0.08, 1]}}' | true
            '{randAugment: {}}'                 | '{randAugment: {ops: 2, magnitude: 9}}'                | true
            '{randAugment: {}}'                 | '{randAugment: {magnitude: 10}}'                       | false
            '{crop: 4, flip: true}'             | '{crop: 4, flip: true, colorJitter: {hue: 0.1}}'       | false
            '{crop: 4, flip: true}'             | '{crop: 4, flip: true, erasing: {}}'                   | false
            '{flip: true}'                      | '{flip: true, randomResizedCrop: {}}'                  | false
            """)
    void aKeyFollowsWhatImagesBecome(String one, String other, boolean same) {
        assertThat(teacher(one).planKey().equals(teacher(other).planKey())).isEqualTo(same);
    }

    @Test
    void whatHasNoNewFieldIsWrittenAsItWasAndReadAsItWasWritten() {
        ContractJson json = new ContractJson();

        assertThat(json.write(new Augmentation(4, true))).isEqualTo("{\"crop\":4,\"flip\":true}");
        assertThat(json.read("{\"crop\":4,\"flip\":true}", Augmentation.class)).isEqualTo(new Augmentation(4, true));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        ContractJson json = new ContractJson();
        Augmentation all = training("{randomResizedCrop: {}, randAugment: {}, colorJitter: {hue: 0.1}, erasing: {}}")
                .augmentation();

        assertThat(json.read(json.write(all), Augmentation.class)).isEqualTo(all);
    }

    @Test
    void aCropOfNoneGoesWithAPart() {
        assertThat(Specs.problems(Specs.with(POINTER, "{crop: 0, randomResizedCrop: {}}")))
                .isEmpty();
    }
}
