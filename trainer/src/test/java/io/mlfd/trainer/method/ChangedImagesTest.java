package io.mlfd.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.trainer.stop.Stops;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every method trains on images that are changed in every way that it takes, with weighed classes. */
class ChangedImagesTest {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: small}
            spec:
              datasets:
                - name: shapes
                  source: {generated: {kind: shapes}, classes: [circle, ring], trainPerClass: 6, testPerClass: 2}
                  model: {name: resnet8, width: 2}
                - name: textures
                  source: {generated: {kind: textures}, trainPerClass: 2, testPerClass: 1}
                  model: {name: resnet8, width: 2}
              input: {size: 16}
              training:
                epochs: 1
                batchSize: 6
                optimizer: {name: SGD, learningRate: 0.01}
                augmentation: %s
                labelSmoothing: 0.1
                classWeights: {name: Balanced}
              method: %s
              baselines: [%s]
            """;
    private static final String OF_IMAGES =
            "flip: true, randomResizedCrop: {}, randAugment: {}, erasing: {probability: 1},"
                    + " colorJitter: {brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1}";

    @TempDir
    private Path folder;

    /** Peers with views of their own, mixed: the most that is drawn in a step. */
    @Test
    void stoppedAnywhereAndGoneOnWithIsBitEqual() {
        String file = FILE.replace("epochs: 1", "epochs: 2")
                .formatted("{" + OF_IMAGES + ", mixup: {}, cutMix: {}}", "{pcl: {peers: 2}}", "");
        StageReport whole = PlannedRun.of(folder.resolve("whole"), file).done("online/shapes");
        PlannedRun stopped = PlannedRun.of(folder.resolve("stopped"), file);
        StageReport report = stopped.run("online/shapes", Stops.after(2));
        int stops = 0;
        while (report.exit() == ExitCode.STOPPED.status()) {
            stops++;
            report = stopped.run("online/shapes", Stops.after(2 + stops));
        }

        assertThat(stops).isGreaterThan(1);
        assertThat(report.exit()).as(report.message()).isZero();
        assertThat(report.weights()).isEqualTo(whole.weights());
        assertThat(report.scores()).isEqualTo(whole.scores());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {dml: {peers: 2}}                                                                  | true  | Alone
            {one: {branches: 2}}                                                               | true  | ''
            {ffl: {branches: 2}}                                                               | true  | ''
            {afd: {peers: 2}}                                                                  | true  | ''
            {pcl: {peers: 2}}                                                                  | true  | ''
            {ensembleCompression: {widthFractions: [1, 0.5]}}                                  | true  | ''
            {feed: {mode: Parallel, teachers: 2, controls: [FactorTransfer]}}                  | true  | ''
            {feed: {mode: Sequential, links: 2}}                                               | true  | ''
            {mcl: {peers: 2}}                                                                  | false | ''
            {mclOkd: {branches: 2, contrast: {negatives: 4}}}                                  | false | ''
            {mlfd: {distillation: {training: {augmentation: {flip: true, randAugment: {}}}}}}  | true  | 'Joint, OwnTeacher'
            """)
    void everyStageEndsWell(String method, boolean mixes, String baselines) {
        String mixing = mixes ? ", mixup: {alpha: 0.2}, cutMix: {}" : "";
        PlannedRun run = PlannedRun.of(folder, FILE.formatted("{" + OF_IMAGES + mixing + "}", method, baselines));

        Map<String, StageReport> reports = run.all();

        assertThat(reports).hasSizeGreaterThan(2).containsKey("report");
    }
}
