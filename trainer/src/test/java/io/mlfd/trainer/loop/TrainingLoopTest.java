package io.mlfd.trainer.loop;

import static io.mlfd.trainer.loop.PointRuns.EPOCHS;
import static io.mlfd.trainer.loop.Points.STEPS_PER_EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.trainer.loss.DivergedException;
import io.mlfd.trainer.metrics.NotFiniteException;
import io.mlfd.trainer.result.StageResult.Criterion;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.storage.Checkpoints;
import io.mlfd.trainer.storage.FileDigest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training does from its first step to its last: what it tells, selects and refuses to save. */
class TrainingLoopTest {
    private static final int STEPS = EPOCHS * STEPS_PER_EPOCH;

    @TempDir
    Path root;

    private PointRuns runs;

    @BeforeEach
    void open() {
        runs = new PointRuns(root);
    }

    @AfterEach
    void close() {
        runs.close();
    }

    @Test
    void theBestEpochIsTheFirstOfTheHighest() throws IOException {
        Trained trained = runs.train("best", 3600, Points.plain().withAccuracies(3, 5, 5));
        assertThat(trained.selection().criterion()).isEqualTo(Criterion.VALIDATION_ACCURACY);
        assertThat(trained.selection().epoch()).isEqualTo(2);
        assertThat(trained.selection().accuracy()).hasValue(0.5);
        assertThat(FileDigest.of(runs.folder("best").file("best.safetensors")))
                .isEqualTo(FileDigest.of(runs.checkpoint("best", 8).resolve("model.safetensors")))
                .isNotEqualTo(FileDigest.of(runs.folder("best").file("last.safetensors")));
    }

    @Test
    void withoutValidationTheBestIsTheLast() throws IOException {
        Trained trained = runs.train("last", 3600, Points.plain().withAccuracies());
        assertThat(trained.selection().criterion()).isEqualTo(Criterion.LAST_EPOCH);
        assertThat(trained.selection().epoch()).isEqualTo(EPOCHS);
        assertThat(FileDigest.of(runs.folder("last").file("best.safetensors")))
                .isEqualTo(FileDigest.of(runs.folder("last").file("last.safetensors")));
    }

    @Test
    void aLossThatIsNotANumberNamesStepAndTermAndIsNeverSaved() {
        Points points = Points.plain().failingAt(6, Float.NaN);
        assertThatThrownBy(() -> runs.train("nan", 3600, points))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("loss hard is NaN at step 7");
        assertThat(runs.folder("nan").checkpoints().newest())
                .map(Checkpoints.Checkpoint::step)
                .hasValue(4L);
    }

    @Test
    void weightsThatAreNotNumbersAreNeverSaved() {
        Points points = Points.plain().withoutGradientAt(3);
        assertThatThrownBy(() -> runs.train("inf", 3600, points))
                .isInstanceOf(NotFiniteException.class)
                .hasMessageContaining("tensor weight holds NaN or infinity after step 4");
        assertThat(runs.folder("inf").checkpoints().newest()).isEmpty();
    }

    @Test
    void noArrayOutlivesItsStep() {
        runs.train("arrays", 1, Points.plain());
        assertThat(runs.liveArrays()).hasSize(STEPS);
        // From the second epoch on, when there is a copy of the best weights.
        assertThat(runs.liveArrays().subList(STEPS_PER_EPOCH, STEPS))
                .containsOnly(runs.liveArrays().get(STEPS_PER_EPOCH));
    }

    @Test
    void theCurveIsTheMeanOverTheEpochsImages() {
        Points points = Points.plain();
        Trained trained = runs.train("curve", 3600, points);
        for (Epoch epoch : trained.curve()) {
            double mean =
                    points
                            .losses()
                            .subList((epoch.epoch() - 1) * STEPS_PER_EPOCH, epoch.epoch() * STEPS_PER_EPOCH)
                            .stream()
                            .mapToDouble(loss -> loss)
                            .average()
                            .orElseThrow();
            assertThat(epoch.loss()).isCloseTo(mean, within(1e-6));
            assertThat(epoch.terms()).containsOnlyKeys("hard");
            assertThat(epoch.step()).isEqualTo((long) epoch.epoch() * STEPS_PER_EPOCH);
        }
    }

    /** The clock of {@link PointRuns} is set back all the time. */
    @Test
    void aClockThatIsSetBackMakesNoDurationNegative() {
        Trained trained = runs.train("clock", 1, Points.plain());
        assertThat(trained.curve()).extracting(Epoch::seconds).allMatch(seconds -> seconds > 0 && seconds < 60);
        assertThat(trained.imagesPerSecond()).matches(rate -> rate.isPresent() && rate.getAsDouble() > 0);
        assertThat(trained.firstStep())
                .hasValueSatisfying(first -> assertThat(first).isPositive());
        assertThat(runs.folder("clock").checkpoints().newest())
                .as("every fifth of a second a look, every second a checkpoint")
                .isPresent();
        assertThat(runs.checkpoint("clock", STEPS - 1).toFile()).exists();
    }
}
