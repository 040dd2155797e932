package io.mlfd.trainer.method.mclokd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Contrast;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Part;
import io.mlfd.result.Score;
import io.mlfd.trainer.method.OnlineStageContractTest;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stop.StopSignal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContrastedStageTest extends OnlineStageContractTest<TrainContrastedBranches> {
    @TempDir
    private Path controls;

    @Override
    protected List<TrainContrastedBranches> works() {
        return List.of(ContrastedOrders.TWO, ContrastedOrders.THREE_APART);
    }

    @Override
    protected List<Output> members(TrainContrastedBranches work) {
        return work.members();
    }

    @Override
    protected Output mean(TrainContrastedBranches work) {
        return work.meanOfBranches();
    }

    @Override
    protected List<Output> further(TrainContrastedBranches work) {
        return List.of();
    }

    @Test
    void aControlLeavesItsFirstBranchAlone() {
        StageReport report = run(ContrastedOrders.WITHOUT_CONTRAST);

        assertThat(report.exit()).as(report.message()).isZero();
        assertThat(report.scores()).hasSize(2).extracting(Score::output).containsOnly("network");
        assertThat(report.weights()).extracting(StageReport.Weights::output).containsOnly("network");
    }

    /** A control is the same training but for a weight: where the method's weight is the same, so is the network. */
    @Test
    void aControlDiffersFromTheMethodByItsWeightAndByNothingElse() {
        TrainContrastedBranches method = ContrastedOrders.TWO;
        String whole = first(whole(method));
        assertThat(first(run(ContrastedOrders.work(2, 2, method.contrast(), Part.WITHOUT_CONTRAST))))
                .isEqualTo(whole);
        assertThat(first(run(ContrastedOrders.WITHOUT_CONTRAST))).isNotEqualTo(whole);
        assertThat(first(run(ContrastedOrders.work(2, 2, method.contrast(), Part.WITHOUT_ENSEMBLE))))
                .isNotEqualTo(whole);
    }

    @Test
    void moreNegativesThanThereAreIsTheUsersErrorAndNamesTheField() {
        StageReport report = run(ContrastedOrders.work(2, 2, new Contrast(0.1, 13, 0.2, 0.5, 6), Part.METHOD));

        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message())
                .isEqualTo("spec.method.mclOkd.contrast.negatives: 13 are more than the 12 training images of data set"
                        + " \"shapes\" that are not of class \"circle\"; name no more than there are");
    }

    private StageReport run(TrainContrastedBranches work) {
        Path run = controls.resolve(Integer.toHexString(work.hashCode()));
        return Runners.builtIn().run(Orders.order(run, "online/shapes", work), StopSignal.never());
    }

    /** Of the last weights of the first branch. */
    private static String first(StageReport report) {
        assertThat(report.exit()).as(report.message()).isZero();
        return report.weights().get(0).digest();
    }
}
