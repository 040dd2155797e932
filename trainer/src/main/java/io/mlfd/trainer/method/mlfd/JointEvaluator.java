package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.data.Sampler;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.Evaluation;
import io.mlfd.trainer.supervised.LabelBlock;

/** What T* says of a split, from cached features. Polls the stop signal in every batch. */
final class JointEvaluator {
    private final TorchEngine engine;
    private final StopSignal stop;
    private final int batchSize;

    JointEvaluator(TorchEngine engine, StopSignal stop, int batchSize) {
        this.engine = engine;
        this.stop = stop;
        this.batchSize = batchSize;
    }

    Evaluation evaluate(JointTeacher teacher, CachedSet set, Split split) {
        Evaluation.Builder evaluation = new Evaluation.Builder(LabelBlock.all(set.classes()));
        Sampler sampler = Sampler.inOrder(set.count(split), batchSize);
        for (int step = 0; step < sampler.stepsPerEpoch(); step++) {
            stop.check();
            int[] images = sampler.batch(step);
            try (NDManager scope = engine.step()) {
                Autograd.withoutRecording(() -> {
                    NDArray logits = teacher.forward(
                                    set.name(),
                                    set.features(split, images, scope),
                                    set.heldOut(split, images),
                                    Mode.EVAL)
                            .logits();
                    evaluation.add(logits, set.labels(split, images, scope));
                });
            }
        }
        return evaluation.build();
    }
}
