package io.mlfd.trainer.method.ensemblecompression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.contract.LossWeights;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.FiniteDifferences;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who learns what from whom, against the equations in plain numbers. Three students, two images, three classes, two stages. */
@ExtendWith(EngineExtension.class)
class CompressionLossTest {
    private static final int[] LABELS = {0, 2};
    private static final LossWeights WEIGHTS = new LossWeights(0.3, 0.2, 0.7);
    private static final double TEMPERATURE = 2;

    private final NDManager manager;
    private final NDArray labels;
    private final double[][] logits = {
        {0.5, -0.2, 1.1, 0.3, 0.9, -0.7}, {-0.4, 0.8, 0.1, 1.2, -0.3, 0.6}, {0.2, 0.4, -0.9, -0.6, 0.7, 1.3}
    };
    private final double[][] widest = {{1, 0.5, -0.25, 2}, {0.1, -0.3, 0.7, 0.9}};
    private final double[][][] adapted = {
        {{0.4, 0.2, 0.6, 1.5}, {0, 0.2, -0.4, 1}}, {{-1, 0.3, 0.8, 0}, {0.5, 0.5, 0.1, -0.2}}
    };

    CompressionLossTest(NDManager manager) {
        this.manager = manager;
        this.labels = manager.create(new long[] {LABELS[0], LABELS[1]});
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "2, 0.7, 0.15, 0.15", "4, 0.5, 0, 2", "0.5, 1, 3, 0"})
    void termsAndSumAreThoseOfTheEquations(double temperature, double hard, double features, double soft) {
        CompressionLoss loss =
                new CompressionLoss(temperature, new LossWeights(soft, features, hard), new LabelLoss(0));
        LossTerms.Values values = loss.of(outputs(DataType.FLOAT32), labels).values(0, "");

        double sum = 0;
        for (int student = 0; student < 3; student++) {
            String name = "student-" + (student + 1);
            double own = crossEntropy(logits[student]);
            double divergence = divergence(logits[student], temperature);
            assertThat(values.terms().get("hard " + name).doubleValue()).isCloseTo(own, within(1e-6));
            assertThat(values.terms().get("soft " + name).doubleValue()).isCloseTo(divergence, within(1e-6));
            sum += hard * own + soft * divergence;
        }
        for (int narrow = 0; narrow < 2; narrow++) {
            double errors = squared(adapted[narrow][0], widest[0]) + squared(adapted[narrow][1], widest[1]);
            assertThat(values.terms().get("features student-" + (narrow + 2)).doubleValue())
                    .isCloseTo(errors, within(1e-6));
            sum += features * errors;
        }
        assertThat(values.terms().keySet())
                .containsExactly(
                        "hard student-1",
                        "hard student-2",
                        "hard student-3",
                        "features student-2",
                        "features student-3",
                        "soft student-1",
                        "soft student-2",
                        "soft student-3");
        assertThat(loss.of(outputs(DataType.FLOAT64), labels).total().getDouble())
                .isCloseTo(sum, within(1e-12));
    }

    /** Were all equal, their ensemble would say the same and teach nothing. */
    @Test
    void studentsThatAgreeHaveNothingToLearnFromEachOther() {
        NDArray same = manager.create(logits[0], new Shape(2, 3));
        List<NDArray> maps = maps(widest, DataType.FLOAT64);
        StudentOutputs agreed = new StudentOutputs(List.of(same, same), maps, List.of(maps));

        assertThat(new CompressionLoss(2, new LossWeights(1, 1, 1), new LabelLoss(0))
                        .of(agreed, labels)
                        .total()
                        .getDouble())
                .isCloseTo(2 * crossEntropy(logits[0]), within(1e-12));
    }

    @Test
    void labelsAreSmoothedAsTheTrainingSays() {
        CompressionLoss smoothed = new CompressionLoss(2, new LossWeights(0, 0, 1), new LabelLoss(0.1));
        double expected = 0;
        for (NDArray own : outputs(DataType.FLOAT64).logits()) {
            expected += Losses.crossEntropy(own, labels, 0.1).getDouble();
        }
        assertThat(smoothed.of(outputs(DataType.FLOAT64), labels).total().getDouble())
                .isCloseTo(expected, within(1e-12));
    }

    /** The ensemble is the mean of what is being moved and is held fast all the same. */
    @Test
    void aStudentsGradientIsThatOfItsOwnTermsWithTheEnsembleHeldFast() {
        StudentOutputs fixed = outputs(DataType.FLOAT64);
        NDArray ensemble = Functional.mean(fixed.logits());
        for (int student = 0; student < 3; student++) {
            int moved = student;
            FiniteDifferences.check(
                    at -> loss().of(with(fixed, moved, at), labels).total(),
                    at -> weighted(Losses.crossEntropy(at, labels, 0), WEIGHTS.hard())
                            .add(weighted(Losses.kullbackLeibler(at, ensemble, TEMPERATURE), WEIGHTS.soft())),
                    fixed.logits().get(moved));
        }
    }

    @Test
    void adaptedMapsAreMovedTowardsThoseOfTheWidestWhichStayWhereTheyAre() {
        StudentOutputs fixed = outputs(DataType.FLOAT64);
        FiniteDifferences.check(
                at -> loss().of(
                                new StudentOutputs(
                                        fixed.logits(),
                                        fixed.widest(),
                                        List.of(
                                                List.of(fixed.adapted().get(0).get(0), at),
                                                fixed.adapted().get(1))),
                                labels)
                        .total(),
                fixed.adapted().get(0).get(1));

        List<NDArray> leaves = maps(widest, DataType.FLOAT64);
        leaves.forEach(leaf -> leaf.setRequiresGradient(true));
        List<NDArray> pupil = maps(adapted[0], DataType.FLOAT64);
        pupil.forEach(leaf -> leaf.setRequiresGradient(true));
        StudentOutputs outputs = new StudentOutputs(fixed.logits().subList(0, 2), leaves, List.of(pupil));
        Autograd.backward(Autograd.recording(() -> loss().of(outputs, labels).total()));
        assertThat(leaves)
                .allSatisfy(leaf -> assertThat(Autograd.gradient(leaf)).isEmpty());
        assertThat(pupil).allSatisfy(leaf -> assertThat(Autograd.gradient(leaf)).isPresent());
    }

    /** Through whole networks. Stages stand under their branch, classifiers by themselves. */
    @Test
    void mapsReachTheStemTheNarrowStudentsAndTheirAdaptorsOnly() {
        assertThat(reached(new LossWeights(0, 1, 0)))
                .containsExactly("adaptors.1", "adaptors.2", "branches.1", "branches.2", "shared");
    }

    @Test
    void labelsAndTheEnsembleReachTheStemAndEveryStudentAndNoAdaptor() {
        Set<String> all = Set.of(
                "branches.0", "branches.0.fc", "branches.1", "branches.1.fc", "branches.2", "branches.2.fc", "shared");
        assertThat(reached(new LossWeights(0, 0, 1))).isEqualTo(all);
        assertThat(reached(new LossWeights(1, 0, 0))).isEqualTo(all);
    }

    private Set<String> reached(LossWeights weights) {
        StudentNetworks students =
                new StudentNetworks(WidthOrders.shapes(4, 3, 1), 3, Scope.root(manager, 1, DataType.FLOAT64));
        NDArray images = manager.randomNormal(0, 1, new Shape(2, 3, 8, 8), DataType.FLOAT64);
        Autograd.backward(Autograd.recording(() -> new CompressionLoss(2, weights, new LabelLoss(0))
                .of(students.forward(images, Mode.TRAIN), labels)
                .total()));
        Set<String> reached = new TreeSet<>();
        for (Parameter parameter : students.state().parameters()) {
            if (parameter.gradient().isPresent()) {
                reached.add(parameter
                        .name()
                        .replaceAll("^(branches\\.\\d\\.fc|branches\\.\\d|adaptors\\.\\d|shared)\\..*", "$1"));
            }
        }
        return reached;
    }

    private static CompressionLoss loss() {
        return new CompressionLoss(TEMPERATURE, WEIGHTS, new LabelLoss(0));
    }

    private NDArray weighted(NDArray value, double weight) {
        return value.mul(manager.create(weight));
    }

    private static StudentOutputs with(StudentOutputs outputs, int student, NDArray logits) {
        List<NDArray> all = new ArrayList<>(outputs.logits());
        all.set(student, logits);
        return new StudentOutputs(all, outputs.widest(), outputs.adapted());
    }

    private StudentOutputs outputs(DataType type) {
        List<NDArray> said = new ArrayList<>();
        for (double[] own : logits) {
            said.add(manager.create(own, new Shape(2, 3)).toType(type, false));
        }
        return new StudentOutputs(said, maps(widest, type), List.of(maps(adapted[0], type), maps(adapted[1], type)));
    }

    /** Two images, a channel of the first stage of 2x1, two of the second of 1x1. */
    private List<NDArray> maps(double[][] stages, DataType type) {
        return List.of(
                manager.create(stages[0], new Shape(2, 1, 2, 1)).toType(type, false),
                manager.create(stages[1], new Shape(2, 2, 1, 1)).toType(type, false));
    }

    private static double squared(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return sum / one.length;
    }

    private static double crossEntropy(double[] own) {
        return -(Math.log(softmax(own, 0, 1)[LABELS[0]]) + Math.log(softmax(own, 1, 1)[LABELS[1]])) / 2;
    }

    private double divergence(double[] own, double temperature) {
        double[] ensemble = new double[6];
        for (int i = 0; i < 6; i++) {
            ensemble[i] = (logits[0][i] + logits[1][i] + logits[2][i]) / 3;
        }
        double sum = 0;
        for (int image = 0; image < 2; image++) {
            double[] p = softmax(ensemble, image, temperature);
            double[] q = softmax(own, image, temperature);
            for (int i = 0; i < 3; i++) {
                sum += p[i] * Math.log(p[i] / q[i]);
            }
        }
        return temperature * temperature * sum / 2;
    }

    private static double[] softmax(double[] all, int image, double temperature) {
        double[] exponentials = new double[3];
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            exponentials[i] = Math.exp(all[3 * image + i] / temperature);
            sum += exponentials[i];
        }
        for (int i = 0; i < 3; i++) {
            exponentials[i] /= sum;
        }
        return exponentials;
    }
}
