package io.mlfd.trainer.method.mclokd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Buffer;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Scope;
import java.util.stream.LongStream;

/**
 * What a branch made of every training image when its batch last came, as a vector of length 1: a buffer, so that a training
 * that goes on has the same. First values are random directions.
 *
 * <p>A loss leaves the batch's embeddings in a second buffer, as batch normalisation leaves its statistics: it reads nothing
 * of that itself, so it can be asked for again. Only the end of a step takes them over.
 */
final class EmbeddingMemory {
    static final double EPSILON = 1e-12;

    private final Buffer rows;
    private final Buffer latest;

    /**
     * @param images T, in the train split
     * @param batchSize the most images of a batch
     * @param embeddingSize D
     */
    EmbeddingMemory(Scope scope, int images, int batchSize, int embeddingSize) {
        rows = scope.buffer("memory", new Shape(images, embeddingSize), EmbeddingMemory::directions);
        latest = scope.buffer("latest", new Shape(batchSize, embeddingSize), Initializer.constant(0));
    }

    /** (T, D), as they were before this step. */
    NDArray rows() {
        return rows.tensor();
    }

    /** Leaves a batch's embeddings (N, D) for the end of the step. */
    void leave(NDArray embeddings) {
        Autograd.withoutRecording(() -> latest.assignRows(
                embeddings.getManager().create(positions(embeddings.getShape().get(0))), embeddings.stopGradient()));
    }

    /**
     * For every image of the batch that was left: {@code m = normalised(momentum m + (1 - momentum) v)}.
     *
     * @param batch the images, in the order of the embeddings
     * @param scope closed afterwards
     */
    void takeOver(int[] batch, double momentum, NDManager scope) {
        NDArray at = scope.create(LongStream.range(0, batch.length)
                .map(position -> batch[(int) position])
                .toArray());
        NDArray before = rows.tensor().get(scope, new NDIndex("{}", at));
        NDArray left = latest.tensor().get(scope, new NDIndex("{}", scope.create(positions(batch.length))));
        NDArray mixed = Losses.scaled(before, momentum).add(Losses.scaled(left, 1 - momentum));
        rows.assignRows(at, Functional.normalizeSamples(mixed, EPSILON));
    }

    private static long[] positions(long count) {
        return LongStream.range(0, count).toArray();
    }

    private static float[] directions(long seed, String name, Shape shape) {
        float[] values = Initializer.normal(1).values(seed, name, shape);
        int size = Math.toIntExact(shape.get(1));
        for (int row = 0; row < values.length; row += size) {
            double square = 0;
            for (int i = row; i < row + size; i++) {
                square += (double) values[i] * values[i];
            }
            for (int i = row; i < row + size; i++) {
                values[i] = (float) (values[i] / Math.sqrt(square));
            }
        }
        return values;
    }
}
