package io.mlfd.trainer.stage;

import io.mlfd.contract.StageOrder;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.result.Platform;
import io.mlfd.trainer.result.Provenance;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.DataRecord;
import io.mlfd.trainer.result.StageResult.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts a stage's record together from what its program says and what is known anyway. */
final class ResultAssembly {
    private final StageContext context;
    private final StageEnvironment environment;

    ResultAssembly(StageContext context, StageEnvironment environment) {
        this.context = context;
        this.environment = environment;
    }

    StageResult result(StageOutcome outcome) {
        StageOrder order = context.order();
        return new StageResult(
                StageResult.VERSION,
                order.stage(),
                order.work().kind(),
                order.work().subject().dataset(),
                order.seed(),
                order.planKey(),
                context.contentKey(),
                context.inputs().stream()
                        .map(FinishedStage::result)
                        .map(ResultAssembly::input)
                        .toList(),
                order.work().reads().stream().map(set -> data(set.name())).toList(),
                order.work(),
                outcome.tests().scores(),
                outcome.tests().confusions(),
                outcome.tests().answers(),
                outcome.curve(),
                outcome.selection(),
                outcome.imagesPerSecond(),
                outcome.weights(),
                times(outcome.attempts()),
                provenance());
    }

    private static StageResult.Input input(StageResult result) {
        return new StageResult.Input(result.stage(), result.planKey(), result.contentKey());
    }

    private DataRecord data(String name) {
        LoadedDataSet set = context.data(name);
        return new DataRecord(
                name,
                set.fingerprint(),
                set.train().classNames(),
                set.train().count(),
                set.validation().map(DataSetImages::count).orElse(0),
                set.test().count(),
                Optional.of(set.skipped()).filter(names -> !names.isEmpty()));
    }

    private Times times(List<Attempt> attempts) {
        Instant end = context.clock().instant();
        String start = attempts.isEmpty()
                ? environment.processStart().toString()
                : attempts.get(0).start();
        return new Times(start, end.toString(), attempts);
    }

    private Provenance provenance() {
        return new Provenance(
                environment.programVersion(),
                context.order().work().numerics(),
                "PyTorch " + context.engine().version(),
                Platform.java(),
                Platform.system(),
                Platform.processor(),
                context.order().threads(),
                context.engine().accelerator());
    }
}
