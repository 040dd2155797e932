package io.mlfd.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TestDevice;
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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every stage promises that trains several networks of a data set at once, as a run has it: real runner, real loop,
 * generated images.
 *
 * @param <W> its work
 */
public abstract class OnlineStageContractTest<W extends SingleDatasetTraining> {
    @TempDir
    private Path folder;

    private final StageRunner runner = Runners.builtIn();

    /** Works on the generated shapes, the one that is also stopped first. */
    protected abstract List<W> works();

    /** The networks that are trained at once. */
    protected abstract List<Output> members(W work);

    /** Their accuracies, averaged. */
    protected abstract Output mean(W work);

    /** What else is left in a file, beside the members. */
    protected abstract List<Output> further(W work);

    @Test
    void everyOutputIsMeasuredAndEveryNetworkLeavesAFile() {
        for (W work : works()) {
            StageReport report = whole(work);
            for (Selection selection : Selection.values()) {
                List<Score> scores = report.scores().stream()
                        .filter(score -> score.selection() == selection)
                        .toList();
                assertThat(scores).extracting(Score::output).containsExactlyInAnyOrderElementsOf(ids(work.outputs()));
                double mean = scores.stream()
                        .filter(score -> ids(members(work)).contains(score.output()))
                        .mapToDouble(Score::value)
                        .average()
                        .orElseThrow();
                assertThat(scores)
                        .filteredOn(score -> score.output().equals(mean(work).id()))
                        .singleElement()
                        .satisfies(score -> assertThat(score.value()).isCloseTo(mean, within(1e-12)));
            }
            assertThat(report.weights().stream()
                            .map(StageReport.Weights::output)
                            .distinct())
                    .containsExactlyInAnyOrderElementsOf(
                            ids(Stream.concat(members(work).stream(), further(work).stream())
                                    .toList()));
        }
    }

    @Test
    void everyMemberIsANetworkThatCanBeUsedWithoutItsRun() {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            for (W work : works()) {
                whole(work);
                for (Output member : members(work)) {
                    Path file = file(work, VolumeLayout.weights(member.id(), Selection.LAST));
                    Network network = NetworkFiles.load(
                            StoredFiles.local(), file, member.network().orElseThrow(), 3, manager);
                    assertThat(network.classes()).isEqualTo(3);
                    assertThat(NetworkFiles.parameterCount(StoredFiles.local(), file))
                            .isEqualTo(network.state().parameters().stream()
                                    .mapToLong(parameter -> parameter.shape().size())
                                    .sum());
                    assertThat(NetworkMetadata.of(
                                    file,
                                    Safetensors.read(StoredFiles.local(), file, manager)
                                            .metadata()))
                            .hasValueSatisfying(metadata -> {
                                assertThat(metadata.network())
                                        .isEqualTo(member.network().orElseThrow());
                                assertThat(metadata.classNames()).containsExactly("circle", "cross", "square");
                            });
                }
            }
        }
    }

    /** From equal values, equal images and a loss that treats all alike they would stay equal for ever. */
    @Test
    void membersOfOneShapeAreNotTheSame() {
        W work = works().get(0);
        assertThat(whole(work).weights())
                .filteredOn(weights -> ids(members(work)).contains(weights.output()))
                .extracting(StageReport.Weights::digest)
                .hasSameSizeAs(members(work))
                .doesNotHaveDuplicates();
    }

    @Test
    void stoppedAnywhereAndGoneOnWithIsBitEqual() {
        W work = works().get(0);
        StageReport whole = whole(work);
        StageReport report = run("stopped", work, Stops.after(3));
        int stops = 0;
        while (report.exit() == ExitCode.STOPPED.status()) {
            stops++;
            report = run("stopped", work, Stops.after(3 + 2 * stops));
        }
        assertThat(stops).isGreaterThan(2);
        assertThat(done(report).weights()).isEqualTo(whole.weights());
        assertThat(report.scores()).isEqualTo(whole.scores());
    }

    /** Carried out once a test. */
    protected final StageReport whole(W work) {
        return done(run(name(work), work, StopSignal.never()));
    }

    /** A file of the work that was carried out whole. */
    protected final Path file(W work, String name) {
        return folder.resolve(name(work))
                .resolve(VolumeLayout.stageFolder("online/shapes", Orders.PLAN_KEY))
                .resolve(name);
    }

    private String name(W work) {
        return "whole-" + works().indexOf(work);
    }

    private StageReport run(String run, W work, StopSignal stop) {
        return runner.run(Orders.order(folder.resolve(run), "online/shapes", work), stop);
    }

    private static StageReport done(StageReport report) {
        assertThat(report.exit()).as(report.message()).isZero();
        return report;
    }

    private static List<String> ids(List<Output> outputs) {
        return outputs.stream().map(Output::id).toList();
    }
}
