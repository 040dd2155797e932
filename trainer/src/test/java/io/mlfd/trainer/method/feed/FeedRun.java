package io.mlfd.trainer.method.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRun;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageOrder.Places;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Planner;
import io.mlfd.plan.RunFileReader;
import io.mlfd.plan.Stage;
import io.mlfd.result.Selection;
import io.mlfd.trainer.BuiltInPrograms;
import io.mlfd.trainer.stage.StageEnvironment;
import io.mlfd.trainer.stage.StageRunner;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** A run of one generated data set, from its file to its last stage, carried out by the real runner. */
final class FeedRun {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: small}
            spec:
              datasets:
                - name: shapes
                  source: {generated: {kind: shapes}, trainPerClass: 6, testPerClass: 3, validation: 0.34}
                  model: {name: resnet8, width: 2}
              input: {size: 16}
              training:
                epochs: 2
                batchSize: 7
                optimizer: {name: SGD, learningRate: 0.02}
                schedule: {name: OneCycle}
                augmentation: {crop: 2, flip: true}
              method: {feed: {%s}}
              baselines: [Alone]
            """;

    private final Path folder;
    private final Plan plan;

    FeedRun(Path folder, String feed) {
        this.folder = folder;
        MLFDRun run = ((Valid<MLFDRun>) new RunFileReader().read(FILE.formatted(feed))).value();
        this.plan = ((Valid<Plan>) new Planner().plan("small", run.getSpec())).value();
    }

    Plan plan() {
        return plan;
    }

    /** All stages but the report, by name. */
    Map<String, StageReport> all() {
        Map<String, StageReport> reports = new LinkedHashMap<>();
        for (Stage stage : plan.stages()) {
            if (stage.kind() != StageKind.REPORT) {
                StageReport report = run(stage.name(), StopSignal.never());
                assertThat(report.exit()).as(report.message()).isZero();
                reports.put(stage.name(), report);
            }
        }
        return reports;
    }

    StageReport run(String name, StopSignal stop) {
        Stage stage = plan.stage(name);
        StageOrder order = new StageOrder(
                StageOrder.VERSION,
                "small",
                name,
                1,
                stage.planKey(),
                stage.seed(),
                1,
                3600,
                stage.work(),
                stage.inputs(),
                new Places(folder.toString(), Map.of()));
        StageEnvironment environment = new StageEnvironment(
                "test", Instant.EPOCH, InstantSource.system(), Ticker.startingAt(Duration.ZERO), line -> {});
        return new StageRunner(new BuiltInPrograms(), environment).run(order, stop);
    }

    Path weights(String name, Selection selection) {
        return folder.resolve(VolumeLayout.stageFolder(name, plan.stage(name).planKey()))
                .resolve(VolumeLayout.weights(selection));
    }
}
