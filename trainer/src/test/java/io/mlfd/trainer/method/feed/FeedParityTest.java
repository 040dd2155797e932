package io.mlfd.trainer.method.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Level;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Sgd;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** FEED against the same equations in PyTorch; the file is made by {@code trainer/src/test/python/make_feed_fixture.py}. */
@ExtendWith(EngineExtension.class)
class FeedParityTest {
    private static final int CLASSES = 5;
    private static final int STEPS = 20;
    private static final double BETA = 500;
    private static final double TOLERANCE = 2e-5;

    private final TorchEngine engine;
    private final NDManager manager;
    private final PyTorchFixture fixture;

    FeedParityTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.fixture = PyTorchFixture.read("feed", manager);
    }

    /** A network of one convolution: its maps, and a linear layer on their mean. */
    private record Toy(Parameter conv, Parameter bias, Parameter head, Parameter headBias) {
        static Toy in(Scope scope, int channels) {
            Scope conv = scope.child("conv");
            Scope head = scope.child("head");
            Initializer zero = Initializer.constant(0);
            return new Toy(
                    conv.parameter("weight", new Shape(channels, 3, 3, 3), zero),
                    conv.parameter("bias", new Shape(channels), zero),
                    head.parameter("weight", new Shape(CLASSES, channels), zero),
                    head.parameter("bias", new Shape(CLASSES), zero));
        }

        NetworkOutput forward(NDArray images) {
            NDArray maps =
                    Functional.relu(Functional.conv2d(images, conv.tensor(), Optional.of(bias.tensor()), 2, 1, 1));
            NDArray embedding = Functional.globalAveragePool(maps);
            return new NetworkOutput(
                    List.of(maps),
                    embedding,
                    Functional.linear(embedding, head.tensor(), Optional.of(headBias.tensor())));
        }
    }

    /** A frozen one; its parameters would take gradients if anything let them through. */
    private record ToyTeacher(Toy toy, StateDict state, int channels) implements TargetMaps {
        @Override
        public NDArray of(NDArray images) {
            return toy.forward(images).stageMaps().get(0);
        }
    }

    private ToyTeacher teacher(int number, int channels) {
        Scope scope = Scope.root(manager, 0);
        Toy toy = Toy.in(scope, channels);
        scope.state().load(fixture.below("teachers/" + number + "/"));
        return new ToyTeacher(toy, scope.state(), channels);
    }

    @Test
    void translationsTermsGradientsAndTwentyStepsAreThoseOfPyTorch() {
        List<ToyTeacher> teachers = List.of(teacher(1, 6), teacher(2, 3));
        Scope own = Scope.root(manager, 0);
        Toy student = Toy.in(own, 4);
        Translators translators =
                new Translators(new Level.FeatureMap(0), 4, List.copyOf(teachers), Scope.root(manager, 0));
        StateDict all = own.state().with(translators.state());
        all.load(fixture.below("weights/"));
        FeedLoss loss = new FeedLoss(translators, List.copyOf(teachers), BETA, new LabelLoss(0));
        try (Optimizer first = sgd(own.state());
                Optimizer second = sgd(translators.state())) {
            for (int step = 0; step < STEPS; step++) {
                try (NDManager scope = engine.step()) {
                    step(step, scope, student, loss);
                }
                if (step == 0) {
                    fixture.assertGradients(all, "gradient/", TOLERANCE);
                    teachers.forEach(teacher -> teacher.state().parameters().forEach(parameter -> assertThat(
                                    parameter.gradient())
                            .as("a teacher's %s", parameter.name())
                            .isEmpty()));
                }
                first.step(0.05);
                second.step(0.05);
            }
        }
        fixture.assertState(all, "after/", 2e-4);
    }

    private void step(int step, NDManager scope, Toy student, FeedLoss loss) {
        NDArray images = scope.create(fixture.get("images").get(step).toFloatArray(), new Shape(6, 3, 8, 8));
        NDArray labels = scope.create(fixture.get("labels").get(step).toLongArray());
        LossTerms terms = Autograd.recording(() -> {
            NetworkOutput output = student.forward(images);
            if (step == 0) {
                List<NDArray> translated = loss.translators().translated(output, Mode.TRAIN);
                for (int i = 0; i < translated.size(); i++) {
                    fixture.assertSame("translated/" + (i + 1), translated.get(i), TOLERANCE);
                    fixture.assertSame(
                            "target/" + (i + 1), loss.targets().get(i).of(images), TOLERANCE);
                }
            }
            return loss.of(output, images, labels);
        });
        LossTerms.Values values = terms.values(step, "");
        float[] expected = fixture.get("losses").get(step).toFloatArray();
        float[] actual = {
            values.terms().get("hard"),
            values.terms().get("teacher 1"),
            values.terms().get("teacher 2"),
            values.total()
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]) / expected[i])
                    .as("step %d, loss %d", step, i)
                    .isLessThan(1e-4f);
        }
        Autograd.backward(terms.total());
    }

    @Test
    void theParaphraserIsThatOfPyTorch() {
        Paraphraser paraphraser = Paraphraser.create(6, 0.5, 0, manager);
        paraphraser.state().load(fixture.below("paraphraser/weights/"));
        TargetMaps maps = new TargetMaps() {
            @Override
            public int channels() {
                return 6;
            }

            @Override
            public NDArray of(NDArray images) {
                return fixture.get("target/1");
            }
        };
        fixture.assertSame(
                "paraphraser/factors", paraphraser.factorsOf(maps).of(maps.of(manager.create(0f))), TOLERANCE);
        Autograd.recording(() -> {
            NDArray again = paraphraser.reconstruct(fixture.get("target/1"), Mode.TRAIN);
            fixture.assertSame("paraphraser/reconstruction", again, TOLERANCE);
            NDArray error = Losses.meanAbsoluteError(again, fixture.get("target/1"));
            fixture.assertSame("paraphraser/error", error.reshape(1), TOLERANCE);
            Autograd.backward(error);
            return error;
        });
        fixture.assertGradients(paraphraser.state(), "paraphraser/gradient/", TOLERANCE);
    }

    private Optimizer sgd(StateDict state) {
        return new Sgd(ParameterGroup.all(state.parameters(), 5e-4), 0.9, true, manager);
    }
}
