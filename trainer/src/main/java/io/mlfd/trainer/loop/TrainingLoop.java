package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.StageContext;

/**
 * Trains a {@link TrainingTask} with an order's settings. Learning rate, batches and randomness are functions of the step,
 * so a training that is stopped at any step and goes on in another process ends with the very same bits.
 *
 * <p>A checkpoint is written when the order's time has passed, at the end of every epoch and when a stop is requested. A
 * loss that is NaN or infinite ends the training before it changes a weight; weights that are not finite are never saved.
 */
public final class TrainingLoop {
    private final StageContext context;
    private final TorchEngine engine;
    private final Training training;
    private final RandomKey key;

    /** @param key of what PyTorch's generator draws (dropout) */
    public TrainingLoop(StageContext context, TorchEngine engine, Training training, RandomKey key) {
        this.context = context;
        this.engine = engine;
        this.training = training;
        this.key = key.with("torch");
    }

    /**
     * Trains to the end, going on from the newest checkpoint where there is one. Afterwards the task's state is that of the
     * last step, and the last and best weights lie in the stage's folder.
     *
     * @throws io.mlfd.trainer.stop.StoppedException after a checkpoint, when a stop was requested
     * @throws io.mlfd.trainer.loss.DivergedException naming step and term
     * @throws io.mlfd.trainer.metrics.NotFiniteException naming the weight that is NaN or infinite
     */
    public Trained train(TrainingTask task) {
        TrainingSettings settings = new TrainingSettings(training);
        try (NDManager owned = engine.manager().newSubManager();
                Optimizer optimizer = settings.optimizer(task.state().parameters(), owned)) {
            LoopCheckpoints checkpoints = new LoopCheckpoints(context, task, optimizer, new BestWeights(owned));
            return new TrainingRun(context, engine, task, optimizer, checkpoints, settings, key).run();
        }
    }
}
