package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.result.Selection;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.random.RandomKey;
import java.util.function.Consumer;

/**
 * Trains a {@link Learner}. Learning rates, batches and randomness are functions of the step, so a training that is stopped
 * at any step and goes on in another process ends with the very same bits.
 *
 * <p>A checkpoint is written when the host's time has passed, at the end of every epoch and when a stop is requested, never among
 * steps whose gradients are averaged to one update: a stop waits for the last of them. A loss
 * that is NaN or infinite ends the training before its phase changes a weight; weights that are not finite are never saved.
 */
public final class TrainingLoop {
    private final LoopHost host;
    private final TorchEngine engine;
    private final LoopSettings settings;
    private final RandomKey key;

    /** @param key of what PyTorch's generator draws (dropout) */
    public TrainingLoop(LoopHost host, TorchEngine engine, LoopSettings settings, RandomKey key) {
        this.host = host;
        this.engine = engine;
        this.settings = settings;
        this.key = key.with("torch");
    }

    /** As {@link #train(Learner, Consumer)}, where nobody looks at what came out; the state stays that of the last step. */
    Trained train(Learner learner) {
        return run(learner, checkpoints -> {});
    }

    /**
     * Trains to the end, going on from the newest checkpoint where there is one. Afterwards the last and best weights of
     * the learner's artefacts lie in the host's folder. Where the settings have a running average of the weights, it is what is
     * evaluated, tested and written.
     *
     * @param test called twice when that is done: the learner's state is that of the selection, the last weights first
     * @throws io.mlfd.trainer.stop.StoppedException after a checkpoint, when a stop was requested
     * @throws io.mlfd.trainer.loss.DivergedException naming step, phase and term
     * @throws io.mlfd.trainer.metrics.NotFiniteException naming the weight that is NaN or infinite
     * @throws IllegalArgumentException for a learner that contradicts itself, naming parameter, phase or output
     */
    public Trained train(Learner learner, Consumer<Selection> test) {
        return run(learner, checkpoints -> {
            checkpoints.takeLast();
            test.accept(Selection.LAST);
            checkpoints.takeBest();
            test.accept(Selection.BEST);
        });
    }

    private Trained run(Learner learner, Consumer<LoopCheckpoints> whenDone) {
        Artifact.check(learner.artifacts(), learner.state());
        int epochs = settings.epochs();
        long totalSteps = Math.multiplyExact((long) epochs, learner.stepsPerEpoch());
        UpdateSteps updates = new UpdateSteps(settings.accumulate(), learner.stepsPerEpoch());
        try (NDManager owned = engine.manager().newSubManager();
                Optimisers optimisers = new Optimisers(
                        learner.optimised(), learner.state(), updates, (long) epochs * updates.perEpoch(), owned);
                ChosenWeights chosen = ChosenWeights.of(learner.state(), settings.average(), owned)) {
            LoopCheckpoints checkpoints =
                    new LoopCheckpoints(host, learner, optimisers, chosen, new BestWeights(owned));
            LoopProgress progress = new LoopProgress(host, epochs, totalSteps);
            TrainingSteps steps = new TrainingSteps(engine, learner, optimisers, chosen, updates, key);
            Trained trained = new TrainingRun(host, engine, learner, steps, checkpoints, progress, totalSteps).run();
            whenDone.accept(checkpoints);
            return trained;
        }
    }
}
