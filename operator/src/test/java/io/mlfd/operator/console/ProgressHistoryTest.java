package io.mlfd.operator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.operator.console.ProgressHistory.Point;
import io.mlfd.operator.stored.StoredRun;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgressHistoryTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private final ProgressHistory history = new ProgressHistory();

    private void tell(StoredRun run, int minute, double loss) {
        StateFiles.tell(run, "joint", T.plusSeconds(60L * minute).toString(), minute, loss);
        history.look(Stream.of(run));
    }

    private List<Point> joint(StoredRun run) {
        return history.of(run.getMetadata().getUid(), "joint", 1);
    }

    @Test
    void everyPointOfAnAttemptIsTakenOnce() {
        StoredRun run = StateFiles.run("half-done");
        tell(run, 1, 3);
        tell(run, 1, 3);
        tell(run, 2, 2);
        history.look(Stream.of(run));

        assertThat(joint(run)).extracting(Point::step).containsExactly(1L, 2L);
        assertThat(history.of("uid-of-half-done", "joint", 2)).isEmpty();
        StateFiles.stage(run, "joint").put("attempt", 2);
        tell(run, 3, 1);
        assertThat(history.of("uid-of-half-done", "joint", 2)).hasSize(1);
    }

    @Test
    void aLongStageKeepsItsWholeCurveMoreSparsely() {
        StoredRun run = StateFiles.run("half-done");
        for (int minute = 0; minute < 10 * ProgressHistory.MOST_POINTS; minute++) {
            tell(run, minute, 1.0 / (1 + minute));
            assertThat(joint(run)).hasSizeLessThanOrEqualTo(ProgressHistory.MOST_POINTS);
        }
        List<Point> points = joint(run);
        assertThat(points.get(points.size() - 1).step()).isEqualTo(10L * ProgressHistory.MOST_POINTS - 1);
        assertThat(points.get(0).step()).isZero();
        for (int i = 1; i < points.size(); i++) {
            assertThat(points.get(i).step() - points.get(i - 1).step()).isBetween(1L, 16L);
        }
    }

    @Test
    void ofManyStagesTheLatestAreKept() {
        List<StoredRun> runs = Stream.iterate(0, i -> i + 1)
                .limit(ProgressHistory.MOST_STAGES + 1)
                .map(i -> StateFiles.run("half-done", "run-" + i))
                .toList();
        runs.forEach(run -> StateFiles.tell(run, "joint", T.toString(), 1, 1));
        history.look(runs.stream());
        assertThat(joint(runs.get(0))).isEmpty();
        assertThat(joint(runs.get(1))).hasSize(1);
    }

    @Test
    void aRunThatIsGoneIsForgotten() {
        StoredRun run = StateFiles.run("half-done");
        tell(run, 1, 3);
        history.look(Stream.empty());
        assertThat(joint(run)).isEmpty();
    }
}
