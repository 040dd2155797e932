package io.mlfd.trainer.method.mcl;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.GeneratedKind;
import io.mlfd.contract.DataSource;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.mcl.TrainContrastingPeers;
import io.mlfd.contract.mcl.TrainContrastingPeers.Part;
import io.mlfd.contract.mcl.TrainContrastingPeers.Weights;
import io.mlfd.result.Score;
import io.mlfd.trainer.method.OnlineStageContractTest;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stop.StopSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContrastingStageTest extends OnlineStageContractTest<TrainContrastingPeers> {
    @TempDir
    private Path controls;

    @Override
    protected List<TrainContrastingPeers> works() {
        return List.of(ContrastingOrders.ALIKE, ContrastingOrders.DIFFERENT);
    }

    @Override
    protected List<Output> members(TrainContrastingPeers work) {
        return work.members();
    }

    @Override
    protected Output mean(TrainContrastingPeers work) {
        return work.meanOfPeers();
    }

    @Override
    protected List<Output> further(TrainContrastingPeers work) {
        return List.of();
    }

    @Test
    void aControlLeavesItsFirstNetworkAlone() {
        StageReport report = run(ContrastingOrders.WITHOUT_CONTRAST);

        assertThat(report.exit()).as(report.message()).isZero();
        assertThat(report.scores()).hasSize(2).extracting(Score::output).containsOnly("network");
        assertThat(report.weights()).extracting(StageReport.Weights::output).containsOnly("network");
    }

    /** A control is the same training but for its weights: where the method's are the same, so is the network. */
    @Test
    void aControlDiffersFromTheMethodByItsWeightsAndByNothingElse() {
        String whole = first(whole(ContrastingOrders.ALIKE));
        assertThat(first(run(control(ContrastingOrders.WEIGHTS)))).isEqualTo(whole);
        assertThat(first(run(control(new Weights(ContrastingOrders.WEIGHTS.vanilla(), 0, 0, 0)))))
                .isNotEqualTo(whole)
                .isNotEqualTo(first(run(ContrastingOrders.WITHOUT_CONTRAST)));
    }

    @Test
    void aClassOfOneImageIsTheUsersErrorAndNamesDataSetAndClass() {
        DatasetWork one = new DatasetWork(
                "shapes",
                new DataSource.Generated(GeneratedKind.SHAPES, List.of(), 2, 1, OptionalDouble.of(0.5)),
                ContrastingOrders.SMALL);
        StageReport report = run(ContrastingOrders.work(
                one, ContrastingOrders.WEIGHTS, Part.METHOD, ContrastingOrders.SMALL, ContrastingOrders.SMALL));

        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message())
                .startsWith("data set \"shapes\": class \"circle\" has 1 training image, and a pair needs 2;");
    }

    private static TrainContrastingPeers control(Weights weights) {
        return ContrastingOrders.work(
                weights, Part.WITHOUT_INTERACTION, ContrastingOrders.SMALL, ContrastingOrders.SMALL);
    }

    private StageReport run(TrainContrastingPeers work) {
        Path run = controls.resolve(Integer.toHexString(work.hashCode()));
        return Runners.builtIn().run(Orders.order(run, "online/shapes", work), StopSignal.never());
    }

    /** Of the last weights of the first network. */
    private static String first(StageReport report) {
        assertThat(report.exit()).as(report.message()).isZero();
        return report.weights().get(0).digest();
    }
}
