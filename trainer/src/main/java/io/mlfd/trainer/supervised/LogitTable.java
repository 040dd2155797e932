package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.data.ChannelStatistics;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import java.util.Map;

/** A frozen network's logits for every image of a split, in memory. */
final class LogitTable implements TeacherTargets {
    private final int classes;
    private final float[] logits;

    private LogitTable(int classes, float[] logits) {
        this.classes = classes;
        this.logits = logits;
    }

    static LogitTable of(Network network, DataSetImages images, ChannelStatistics statistics, Evaluator evaluator) {
        float[] logits = new float[Math.multiplyExact(images.count(), network.classes())];
        evaluator.forEachBatch(images, statistics, (arrays, first, scope) -> {
            float[] batch = network.forward(arrays.images(), Mode.EVAL).logits().toFloatArray();
            System.arraycopy(batch, 0, logits, first * network.classes(), batch.length);
        });
        return new LogitTable(network.classes(), logits);
    }

    @Override
    public Targets of(ImageBatches.Images images, NDManager scope) {
        int[] indices = images.indices();
        float[] batch = new float[indices.length * classes];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(logits, indices[i] * classes, batch, i * classes, classes);
        }
        return new Targets(scope.create(batch, new Shape(indices.length, classes)), Map.of());
    }
}
