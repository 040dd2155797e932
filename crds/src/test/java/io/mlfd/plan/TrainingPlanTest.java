package io.mlfd.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.TrainingSpec.NoDecay;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How images are changed and classes weighed, from the file to the order of a stage and its key. */
class TrainingPlanTest {
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
                        Optional.of(new Erasing(0.5, new Span(0.02, 0.33), new Span(0.3, 3.3))),
                        Optional.empty(),
                        Optional.empty()));
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
                        Optional.of(new Erasing(1, new Span(0.02, 0.33), new Span(1, 1))),
                        Optional.empty(),
                        Optional.empty()));
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

    /** None is what was there before, and overrides what another level says. */
    @Test
    void classWeightsAreTakenWholeFromTheNearestLevel() {
        String none = Specs.FULL.replace("labelSmoothing: 0.1", "labelSmoothing: 0.1\n    classWeights: {name: None}");
        String balanced = Specs.FULL
                .replace("labelSmoothing: 0.1", "labelSmoothing: 0.1\n    classWeights: {name: Balanced}")
                .replace("{epochs: 7}", "{epochs: 7, classWeights: {name: Given, weights: {cat: 2, dog: 0.5}}}");

        assertThat(plan(none).stages())
                .extracting(Stage::planKey)
                .isEqualTo(
                        plan(Specs.FULL).stages().stream().map(Stage::planKey).toList());
        assertThat(classWeights(plan(balanced), "teacher/a@0")).contains(new Training.Balanced());
        assertThat(classWeights(plan(balanced), "teacher/b@0"))
                .contains(new Training.Given(Map.of("cat", 2.0, "dog", 0.5)));
        assertThat(classWeights(plan(balanced), "joint@0")).contains(new Training.Balanced());
        assertThat(plan(balanced).stage("teacher/a@0").planKey())
                .isNotEqualTo(plan(none).stage("teacher/a@0").planKey());
    }

    /** Whether a stage is computed anew: what has no effect changes no key. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            optimizer: {name: AdamW} | optimizer: {name: AdamW, noDecay: None, clipNorm: 0} | true
            optimizer: {name: AdamW} | optimizer: {name: AdamW, noDecay: NormsAndBiases}    | false
            optimizer: {name: AdamW} | optimizer: {name: AdamW, clipNorm: 1}                | false
            schedule: {name: Constant} | schedule: {name: Constant, warmup: 0}              | true
            schedule: {name: Constant} | schedule: {name: Constant, warmup: 0.1}            | false
            'schedule: {name: Step, milestones: [0.5]}' | 'schedule: {name: Step, milestones: [0.5], warmup: 0.1}' | false
            epochs: 3 | '{epochs: 3, ema: {decay: 0}, accumulate: 1}'                       | true
            epochs: 3 | '{epochs: 3, ema: {decay: 0.9}}'                                    | false
            epochs: 3 | '{epochs: 3, accumulate: 2}'                                        | false
            """)
    void aKeyFollowsWhatUpdatesBecome(String one, String other, boolean same) {
        assertThat(trainedWith(one).planKey().equals(trainedWith(other).planKey()))
                .isEqualTo(same);
    }

    private static Stage trainedWith(String training) {
        return ((Valid<Plan>) Specs.planned(Specs.with("/spec/training", training)))
                .value()
                .stage("teacher/a@0");
    }

    /** The text that keys were computed from before there were these fields. */
    @Test
    void anOptimiserWithoutNewFieldsIsWrittenAsItWas() {
        ContractJson json = new ContractJson();

        assertThat(json.write(trainedWith("{epochs: 3, optimizer: {name: SGD, learningRate: 0.1}}")
                        .work()
                        .trainedWith()
                        .orElseThrow()))
                .isEqualTo(
                        "{\"augmentation\":{\"crop\":0,\"flip\":false},\"batchSize\":64,\"epochs\":3,\"labelSmoothing\":0.0,"
                                + "\"optimizer\":{\"learningRate\":0.1,\"momentum\":0.9,\"name\":\"SGD\",\"nesterov\":true,"
                                + "\"weightDecay\":5.0E-4},\"schedule\":{\"type\":\"Constant\"}}");
        Training all = trainedWith("{optimizer: {name: AdamW, noDecay: NormsAndBiases, clipNorm: 2},"
                        + " schedule: {name: Step, milestones: [0.5], warmup: 0.1}, ema: {decay: 0.99}, accumulate: 4}")
                .work()
                .trainedWith()
                .orElseThrow();
        assertThat(all.optimizer().noDecay()).contains(NoDecay.NORMS_AND_BIASES);
        assertThat(all.optimizer().clipNorm()).hasValue(2);
        assertThat(all.schedule()).isEqualTo(new Training.Step(List.of(0.5), 0.1, OptionalDouble.of(0.1)));
        assertThat(all.ema()).contains(new Training.AveragedWeights(0.99));
        assertThat(all.accumulate()).hasValue(4);
        assertThat(json.read(json.write(all), Training.class)).isEqualTo(all);
    }

    /** What the run says holds for every stage, and a stage may go without. */
    @Test
    void aStageMayGoWithoutTheRunsAverage() {
        Plan plan = plan(Specs.FULL
                .replace("labelSmoothing: 0.1", "ema: {decay: 0.9}\n    accumulate: 2")
                .replace("{epochs: 7}", "{epochs: 7, ema: {decay: 0}, accumulate: 1}"));

        assertThat(plan.stage("teacher/a@0").work().trainedWith().orElseThrow().ema())
                .isPresent();
        assertThat(plan.stage("joint@0").work().trainedWith().orElseThrow().accumulate())
                .hasValue(2);
        Training own = plan.stage("teacher/b@0").work().trainedWith().orElseThrow();
        assertThat(own.ema()).isEmpty();
        assertThat(own.accumulate()).isEmpty();
    }

    private static Plan plan(String yaml) {
        return ((Valid<Plan>) Specs.planned(yaml)).value();
    }

    private static Optional<Training.ClassWeights> classWeights(Plan plan, String stage) {
        return plan.stage(stage).work().trainedWith().orElseThrow().classWeights();
    }

    @Test
    void aTrainingIsReadAsItIsWritten() {
        ContractJson json = new ContractJson();
        Training weighted = plan(Specs.FULL.replace(
                        "labelSmoothing: 0.1", "classWeights: {name: Given, weights: {dog: 2, cat: 1}}"))
                .stage("teacher/a@0")
                .work()
                .trainedWith()
                .orElseThrow();
        Training plain =
                plan(Specs.FULL).stage("teacher/a@0").work().trainedWith().orElseThrow();

        assertThat(json.read(json.write(weighted), Training.class)).isEqualTo(weighted);
        assertThat(json.write(weighted))
                .contains("\"classWeights\":{\"type\":\"Given\",\"weights\":{\"cat\":1.0,\"dog\":2.0}}");
        assertThat(json.write(plain)).doesNotContain("classWeights");
        assertThat(json.read(json.write(plain), Training.class)).isEqualTo(plain);
    }

    /** Which trainings take mixed images: all whose teachers look at the batch itself, and those that have labels alone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {dml: {}}                                                                          | ''
            {one: {}}                                                                          | ''
            {ffl: {}}                                                                          | ''
            {afd: {}}                                                                          | ''
            {pcl: {}}                                                                          | ''
            {ensembleCompression: {widthFractions: [1, 0.5]}}                                  | ''
            {feed: {mode: Parallel, controls: [FactorTransfer]}}                               | ''
            {feed: {mode: Sequential}}                                                         | ''
            {mlfd: {distillation: {training: {augmentation: {crop: 1}}}}}                      | ''
            {mlfd: {}}                                                                         | spec.training
            {mlfd: {distillation: {training: {epochs: 2}}}}                                    | spec.training
            {mlfd: {distillation: {training: {augmentation: {mixup: {}, cutMix: {}}}}}}        | spec.method.mlfd.distillation.training
            {mcl: {}}                                                                          | spec.training
            {mclOkd: {}}                                                                       | spec.training
            """)
    void mixedImagesAreRefusedWhereALossKnowsWholeOnesOnly(String method, String refused) {
        List<Problem> problems = Specs.problems("""
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: mixed}
                spec:
                  datasets:
                    - {name: a, source: {generated: {kind: shapes}, trainPerClass: 9, testPerClass: 2}, model: {name: resnet8}}
                    - {name: b, source: {generated: {kind: glyphs}, trainPerClass: 9, testPerClass: 2}, model: {name: resnet8}}
                  input: {size: 16}
                  training: {augmentation: {mixup: {alpha: 0.2}, cutMix: {}}}
                  method: %s
                """.formatted(method));

        assertThat(problems)
                .extracting(Problem::path)
                .isEqualTo(
                        refused.isEmpty()
                                ? List.of()
                                : List.of(refused + ".augmentation.mixup", refused + ".augmentation.cutMix"));
    }

    @Test
    void anExpertMayMixWhatItsStudentDoesNot() {
        Plan plan = plan(Specs.FULL.replace("{epochs: 7}", "{epochs: 7, augmentation: {mixup: {}}}"));

        assertThat(plan.stage("teacher/b@0")
                        .work()
                        .trainedWith()
                        .orElseThrow()
                        .augmentation()
                        .mixup())
                .contains(new Training.Mixing(1));
    }

    @Test
    void aCropOfNoneGoesWithAPart() {
        assertThat(Specs.problems(Specs.with(POINTER, "{crop: 0, randomResizedCrop: {}}")))
                .isEmpty();
    }
}
