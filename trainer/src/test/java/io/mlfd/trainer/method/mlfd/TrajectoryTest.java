package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.DeviceChoice;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.trainer.result.PinnedCurve;
import io.mlfd.trainer.stop.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins what the joint and the distilling stage come to, from generated images through caches, fusion and all losses. */
class TrajectoryTest {
    private static final int EPOCHS = 5;

    @TempDir
    Path folder;

    @Test
    void lossesAreThoseOfTheFixtures() throws IOException {
        SmallRun run = new SmallRun(folder, Trunk.SHARED, Experts.OTHERS, List.of("last", "embedding"));
        run.epochs(EPOCHS);
        // Dropout of another device draws other numbers.
        run.device(DeviceChoice.CPU);
        run.teachers();
        assertThat(run.joint(StopSignal.never()).message()).isEqualTo("done");
        assertThat(run.distill("shapes", StopSignal.never()).message()).isEqualTo("done");
        PinnedCurve.assertLosses(run.stage("joint"), "trajectory-joint.txt");
        PinnedCurve.assertLosses(run.stage("distill/shapes"), "trajectory-distill.txt");
    }
}
