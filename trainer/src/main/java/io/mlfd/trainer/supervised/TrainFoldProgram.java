package io.mlfd.trainer.supervised;

import io.mlfd.contract.supervised.TrainFold;
import io.mlfd.trainer.data.StratifiedFolds;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;

/**
 * Trains an expert with labels on the train images outside of one fold. Images are normalised with the statistics of all train
 * images, as wherever somebody looks at them.
 */
public record TrainFoldProgram(TrainFold work) implements StageProgram {
    /**
     * The folds of a data set's train images, the same for all stages of a seed.
     *
     * @throws io.mlfd.trainer.data.BadInputException where a class has fewer images than there are folds
     */
    public static StratifiedFolds folds(StageContext context, String dataset, int folds) {
        return StratifiedFolds.of(
                dataset,
                context.data(dataset).train(),
                folds,
                context.random("folds").with(dataset));
    }

    @Override
    public StageOutcome run(StageContext context) {
        String dataset = work.dataset().name();
        int[] outside = folds(context, dataset, work.folds()).outside(work.fold() - 1);
        StageContext seen = context.with(dataset, context.data(dataset).trainedOn(outside));
        try (TorchEngine engine = context.openEngine()) {
            ClassifierTraining training = ClassifierTraining.ofFold(seen, engine, work, work.fold());
            return work.init()
                    .map(path -> training.startingFrom(GivenWeights.start(context, work, path)))
                    .orElse(training)
                    .run();
        }
    }
}
