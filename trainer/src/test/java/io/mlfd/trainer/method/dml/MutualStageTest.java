package io.mlfd.trainer.method.dml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stage.StageRunner;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.Stops;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.supervised.NetworkFiles;
import io.mlfd.trainer.supervised.NetworkMetadata;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The online stage as a run has it: real runner, real loop, generated images. */
class MutualStageTest {
    @TempDir
    private Path folder;

    private final StageRunner runner = Runners.builtIn();

    static Stream<TrainPeers> works() {
        return Stream.of(PeerOrders.ALIKE, PeerOrders.DIFFERENT);
    }

    @ParameterizedTest
    @MethodSource("works")
    void everyOutputIsMeasuredAndEveryNetworkLeavesAFile(TrainPeers work) {
        StageReport report = done(run("whole", work, StopSignal.never()));

        List<String> outputs = work.outputs().stream().map(Output::id).toList();
        for (Selection selection : Selection.values()) {
            assertThat(report.scores().stream().filter(score -> score.selection() == selection))
                    .extracting(Score::output)
                    .containsExactlyInAnyOrderElementsOf(outputs);
            double mean = report.scores().stream()
                    .filter(score ->
                            score.selection() == selection && score.output().startsWith("peer-"))
                    .mapToDouble(Score::value)
                    .average()
                    .orElseThrow();
            assertThat(report.scores())
                    .filteredOn(score ->
                            score.selection() == selection && score.output().equals("peers"))
                    .singleElement()
                    .satisfies(score -> assertThat(score.value()).isCloseTo(mean, within(1e-12)));
        }
        List<String> files = new ArrayList<>(outputs);
        files.removeAll(List.of("ensemble", "peers"));
        assertThat(report.weights().stream().map(StageReport.Weights::output).distinct())
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @ParameterizedTest
    @MethodSource("works")
    void everyPeerIsANetworkThatCanBeUsedWithoutItsRun(TrainPeers work) {
        done(run("whole", work, StopSignal.never()));
        try (TorchEngine engine = TorchEngine.open(1);
                NDManager manager = engine.step()) {
            for (int i = 0; i < work.networks().size(); i++) {
                Path file = file("whole", VolumeLayout.weights("peer-" + (i + 1), Selection.LAST));
                Network network = NetworkFiles.load(
                        StoredFiles.local(), file, work.networks().get(i), 3, manager);
                assertThat(network.classes()).isEqualTo(3);
                assertThat(NetworkMetadata.of(
                                file,
                                Safetensors.read(StoredFiles.local(), file, manager)
                                        .metadata()))
                        .hasValueSatisfying(metadata -> {
                            assertThat(metadata.network()).isIn(work.networks());
                            assertThat(metadata.classNames()).containsExactly("circle", "cross", "square");
                        });
            }
        }
    }

    /** From equal values, equal images and a loss that treats all alike they would stay equal for ever. */
    @Test
    void peersOfOneShapeStartFromDifferentValues() {
        assertThat(done(run("whole", PeerOrders.ALIKE, StopSignal.never())).weights())
                .filteredOn(weights -> weights.output().startsWith("peer-"))
                .extracting(StageReport.Weights::digest)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void stoppedAnywhereAndGoneOnWithIsBitEqual() {
        StageReport whole = done(run("whole", PeerOrders.ALIKE, StopSignal.never()));
        StageReport report = run("stopped", PeerOrders.ALIKE, Stops.after(3));
        int stops = 0;
        while (report.exit() == ExitCode.STOPPED.status()) {
            stops++;
            report = run("stopped", PeerOrders.ALIKE, Stops.after(3 + 2 * stops));
        }
        assertThat(stops).isGreaterThan(2);
        assertThat(done(report).weights()).isEqualTo(whole.weights());
        assertThat(report.scores()).isEqualTo(whole.scores());
    }

    private StageReport run(String run, TrainPeers work, StopSignal stop) {
        StageOrder order = Orders.order(folder.resolve(run), "online/shapes", work);
        return runner.run(order, stop);
    }

    private static StageReport done(StageReport report) {
        assertThat(report.exit()).as(report.message()).isZero();
        return report;
    }

    private Path file(String run, String name) {
        return folder.resolve(run)
                .resolve(VolumeLayout.stageFolder("online/shapes", Orders.PLAN_KEY))
                .resolve(name);
    }
}
