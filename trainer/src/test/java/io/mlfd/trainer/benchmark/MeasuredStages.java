package io.mlfd.trainer.benchmark;

import io.mlfd.api.MLFDRun;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;
import io.mlfd.plan.RunFileReader;
import io.mlfd.trainer.BuiltInPrograms;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stage.StagePrograms;
import io.mlfd.trainer.stage.StageRunner;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stages as a run has them, for what their records tell. */
final class MeasuredStages {
    private final StageRunner runner;

    MeasuredStages() {
        this(new BuiltInPrograms());
    }

    MeasuredStages(StagePrograms programs) {
        this.runner = Runners.of(programs, line -> {}, Disk.local());
    }

    Plan plan(String name, String file) {
        MLFDRun run = valid(new RunFileReader().read(file));
        return valid(new Planner().plan(name, run.getSpec()));
    }

    StageResult carriedOut(StageOrder order) throws IOException {
        StageReport report = runner.run(order, StopSignal.never());
        if (report.exit() != 0) {
            throw new IllegalStateException(order.stage() + ": " + report.message());
        }
        Path folder = Path.of(order.places().run()).resolve(VolumeLayout.stageFolder(order.stage(), order.planKey()));
        return new ContractJson().read(Files.readString(folder.resolve(VolumeLayout.RESULT)), StageResult.class);
    }

    private static <T> T valid(Checked<T> checked) {
        return ((Valid<T>) checked).value();
    }
}
