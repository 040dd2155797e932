package io.mlfd.trainer.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * A dozen operations whose types, values and gradients are known. A JNI library loads beside a libtorch it was not built for
 * and then gives wrong types and numbers without a word, which no version string tells.
 */
final class LibrarySelfTest {
    private static final double TOLERANCE = 1e-5;
    private static final List<Check> ALL = List.of(
            new Check(
                    "int64", scope -> is(scope.create(new long[] {3, 1}).add(scope.create(4L)), DataType.INT64, 7, 5)),
            new Check(
                    "float64",
                    scope -> is(scope.create(new double[] {1, 2, 4.5}).mean(), DataType.FLOAT64, 2.5)),
            new Check("sum", scope -> is(scope.create(new float[] {1, 2, 3.5f}).sum(), DataType.FLOAT32, 6.5)),
            new Check("conversion", LibrarySelfTest::converts),
            new Check("argmax", scope -> is(table(scope).argMax(1), DataType.INT64, 1, 0)),
            new Check("comparison", LibrarySelfTest::compares),
            new Check("product", LibrarySelfTest::multiplies),
            new Check("softmax", LibrarySelfTest::softens),
            new Check("normalisation", LibrarySelfTest::normalises),
            new Check("convolution", LibrarySelfTest::convolves),
            new Check("gradient of gather", LibrarySelfTest::gathers),
            new Check("gradient of relu", LibrarySelfTest::rectifies));

    private final List<Check> checks;

    /** @param holds whether the operation gives what it has to, in a scope of its own */
    record Check(String operation, Predicate<NDManager> holds) {}

    LibrarySelfTest() {
        this(ALL);
    }

    LibrarySelfTest(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /** @throws TorchEngineException naming the first operation that is not what it has to be */
    void run(NDManager manager) {
        for (Check check : checks) {
            try (NDManager scope = manager.newSubManager()) {
                if (!check.holds().test(scope)) {
                    throw wrong(check.operation(), "another result");
                }
            } catch (EngineException | UnsatisfiedLinkError e) {
                String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
                throw wrong(check.operation(), why);
            }
        }
    }

    private static TorchEngineException wrong(String name, String what) {
        return new TorchEngineException("PYTORCH_LIBRARY_PATH: the libtorch there fails the self-test of " + name + " ("
                + what + "); needed is PyTorch " + TorchEngine.PYTORCH_VERSION);
    }

    private static boolean converts(NDManager scope) {
        return is(scope.create(new long[] {2, 3}).toType(DataType.FLOAT32, true), DataType.FLOAT32, 2, 3);
    }

    private static boolean compares(NDManager scope) {
        NDArray same = scope.create(new long[] {1, 2, 2}).eq(scope.create(new long[] {1, 2, 3}));
        return is(same.countNonzero(), DataType.INT64, 2);
    }

    private static boolean multiplies(NDManager scope) {
        return is(table(scope).matMul(scope.create(new float[] {1, 10}).reshape(2, 1)), DataType.FLOAT32, 31, 24);
    }

    private static boolean softens(NDManager scope) {
        double each = -Math.log(4);
        return is(scope.zeros(new Shape(1, 4)).logSoftmax(1), DataType.FLOAT32, each, each, each, each);
    }

    /** Two values about their mean of 2 become -1 and 1. */
    private static boolean normalises(NDManager scope) {
        NDArray normal = JniUtils.batchNorm(
                torch(scope.create(new float[] {1, 3}).reshape(2, 1)),
                torch(scope.zeros(new Shape(1))),
                torch(scope.ones(new Shape(1))),
                torch(scope.ones(new Shape(1))),
                torch(scope.zeros(new Shape(1))),
                true,
                0.1,
                1e-9);
        return is(normal, DataType.FLOAT32, -1, 1);
    }

    /** A kernel of ones over ones, padded: 4 neighbours in each corner of 2 x 2; its gradient counts the windows. */
    private static boolean convolves(NDManager scope) {
        NDArray image = scope.ones(new Shape(1, 1, 2, 2));
        NDArray kernel = scope.ones(new Shape(1, 1, 3, 3));
        kernel.setRequiresGradient(true);
        Shape one = new Shape(1, 1);
        NDArray maps =
                Autograd.recording(() -> JniUtils.convolution(torch(image), torch(kernel), null, one, one, one, 1));
        boolean forward = is(maps, DataType.FLOAT32, 4, 4, 4, 4);
        Autograd.backward(Autograd.recording(() -> maps.sum()));
        return forward && gradientIs(kernel, 1, 2, 1, 2, 4, 2, 1, 2, 1);
    }

    private static boolean gathers(NDManager scope) {
        NDArray values = table(scope);
        values.setRequiresGradient(true);
        NDArray places = scope.create(new long[] {1, 0}).reshape(2, 1);
        Autograd.backward(Autograd.recording(() -> values.gather(places, 1).sum()));
        return gradientIs(values, 0, 1, 1, 0);
    }

    private static boolean rectifies(NDManager scope) {
        NDArray values = scope.create(new float[] {-2, 3});
        values.setRequiresGradient(true);
        Autograd.backward(
                Autograd.recording(() -> JniUtils.relu(torch(values)).square().sum()));
        return gradientIs(values, 0, 6);
    }

    private static boolean gradientIs(NDArray leaf, double... expected) {
        return Autograd.gradient(leaf)
                .map(gradient -> {
                    try (gradient) {
                        return is(gradient, DataType.FLOAT32, expected);
                    }
                })
                .orElse(false);
    }

    private static boolean is(NDArray array, DataType type, double... expected) {
        if (array.getDataType() != type) {
            return false;
        }
        double[] found =
                Arrays.stream(array.toArray()).mapToDouble(Number::doubleValue).toArray();
        if (found.length != expected.length) {
            return false;
        }
        for (int i = 0; i < found.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    private static NDArray table(NDManager scope) {
        return scope.create(new float[] {1, 3, 4, 2}).reshape(2, 2);
    }

    private static PtNDArray torch(NDArray array) {
        return (PtNDArray) array;
    }
}
