package io.mlfd.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRun;
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
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.local.RunRecords;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stop.StopSignal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A run of one generated data set, from its file to its last stage, carried out by the real runner. */
public final class PlannedRun {
    private static final String ONE_SET = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: small}
            spec:
              datasets:
                - name: shapes
                  source: {generated: {kind: shapes}, trainPerClass: 6, testPerClass: 3, validation: 0.34}
                  model: {name: resnet8, width: 2}
            """;

    /** A file's beginning: two generated data sets of different networks. More of the spec follows. */
    public static final String TWO_SETS = ONE_SET + """
                - name: glyphs
                  source: {generated: {kind: glyphs}, trainPerClass: 6, testPerClass: 3}
                  model: {name: resnet8, width: 3}
              input: {size: 16}
            """;

    private static final String FILE = ONE_SET + """
              input: {size: 16}
              training:
                epochs: 2
                batchSize: 7
                optimizer: {name: SGD, learningRate: 0.02}
                schedule: {name: OneCycle}
                augmentation: {crop: 2, flip: true}
              method: {%s}
              baselines: [Alone]
            """;

    private final Path folder;
    private final Plan plan;
    private final Map<String, String> data;
    private final MLFDRun run;

    /** @param method as the file has it, in {@code feed: {teachers: 2}} */
    public PlannedRun(Path folder, String method) {
        this(folder, ((Valid<MLFDRun>) new RunFileReader().read(FILE.formatted(method))).value(), Map.of());
    }

    /** A run of a file of its own. */
    public static PlannedRun of(Path folder, String file) {
        return of(folder, file, Map.of());
    }

    /** The same where stages read files. {@code data}: folders by data set */
    public static PlannedRun of(Path folder, String file, Map<String, String> data) {
        return new PlannedRun(folder, ((Valid<MLFDRun>) new RunFileReader().read(file)).value(), data);
    }

    private PlannedRun(Path folder, MLFDRun run, Map<String, String> data) {
        this.folder = folder;
        this.data = data;
        this.run = run;
        this.plan = ((Valid<Plan>) new Planner().plan("small", run.getSpec())).value();
    }

    public Path folder() {
        return folder;
    }

    /** Leaves the record that a runner leaves of such a run. */
    public void record() {
        RunRecords.write(folder, run);
    }

    /** What every stage leaves, the run's report being the last, by name. */
    public Map<String, StageReport> all() {
        Map<String, StageReport> reports = new LinkedHashMap<>();
        plan.stages().forEach(stage -> reports.put(stage.name(), done(stage.name())));
        return reports;
    }

    /** A stage that is not stopped and ends well. */
    public StageReport done(String name) {
        StageReport report = run(name, StopSignal.never());
        assertThat(report.exit()).as(report.message()).isZero();
        return report;
    }

    public StageReport run(String name, StopSignal stop) {
        Stage stage = plan.stage(name);
        StageOrder order = new StageOrder(
                StageOrder.VERSION,
                "small",
                name,
                1,
                stage.planKey(),
                stage.seed(),
                1,
                Optional.of(TestDevice.choice()),
                3600,
                stage.work(),
                stage.inputs(),
                new Places(folder.toString(), data));
        return Runners.builtIn().run(order, stop);
    }

    public Path weights(String name, Selection selection) {
        return folder.resolve(VolumeLayout.stageFolder(name, plan.stage(name).planKey()))
                .resolve(VolumeLayout.weights(selection));
    }
}
