package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.Output;
import io.mlfd.contract.Progress;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Plan;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Attempts;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Attempts FIRST = Attempts.FIRST;

    private final Plan plan = Runs.small().plan();
    private final StringWriter out = new StringWriter();
    private Duration elapsed = Duration.ZERO;

    private static Progress training() {
        return new Progress("training", 3, 12, 120, 480, Optional.of(1.23456), Optional.of(841.7), Optional.of(80L));
    }

    private RunState state() {
        Map<String, StageState> stages =
                new LinkedHashMap<>(RunState.initial(plan).stages());
        stages.put("teacher/a", done("teacher/a", "a", 87));
        stages.put("teacher/b", new StageState.Active(FIRST, START, Optional.of(START), ""));
        return new RunState(stages, Optional.of(RunClock.start(START)), Optional.empty(), Optional.empty());
    }

    private static StageState done(String stage, String dataset, int correct) {
        StageReport report = new StageReport(
                StageReport.VERSION,
                stage,
                1,
                0,
                Optional.of("k"),
                false,
                List.of(
                        Score.ofShare(stage, Output.ONLY, dataset, Metric.TOP1, Selection.LAST, correct, 100),
                        Score.ofShare(stage, Output.ONLY, dataset, Metric.TOP1, Selection.BEST, 1, 100),
                        Score.ofShare(stage, Output.ONLY, dataset, Metric.TOP1_ALL_LABELS, Selection.LAST, 2, 100)),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                new StageReport.Seconds(Optional.empty(), 1),
                "");
        return new StageState.Done(FIRST, Optional.of(START), START.plusSeconds(65), Optional.of(report));
    }

    @Test
    void tableShowsWhereEveryStageStands() {
        List<String> lines =
                new TableText(plan).lines(state(), Map.of("teacher/b", training()), START.plusSeconds(70), 120, 40);

        assertThat(String.join("\n", lines)).isEqualTo("""
                        STAGE      STATE             EPOCH           STEP      LOSS    IMG/S  REMAINING
                        teacher/a  done                                                           1m05s
                        teacher/b  training           3/12        120/480    1.2346      842      1m20s
                        joint      waiting
                        distill/a  waiting
                        distill/b  waiting
                        report     waiting
                        1 of 6 stages done, 1m10s""");
    }

    @Test
    void tableFitsTheTerminal() {
        List<String> lines =
                new TableText(plan).lines(state(), Map.of("teacher/b", training()), START.plusSeconds(70), 40, 6);

        assertThat(lines).hasSize(6).allSatisfy(line -> assertThat(line.length())
                .isLessThanOrEqualTo(40));
        assertThat(lines.get(1)).startsWith("teacher/b");
    }

    @Test
    void tableIsRedrawnInPlaceAtMostFourTimesASecondAndTheCursorComesBack() {
        TableView view =
                new TableView(plan, new PrintWriter(out), () -> new TableView.TerminalSize(100, 40), () -> elapsed);

        view.show(state(), Map.of(), START);
        elapsed = Duration.ofMillis(249);
        view.show(state(), Map.of("teacher/b", training()), START);
        String first = out.toString();
        elapsed = Duration.ofMillis(250);
        view.show(state(), Map.of("teacher/b", training()), START);
        String both = out.toString();
        view.line("something happened");
        view.close();

        assertThat(first).startsWith("\u001b[?25l" + "STAGE").doesNotContain("3/12");
        assertThat(both.substring(first.length()))
                .startsWith("\u001b[?25l\u001b[8A\r")
                .contains("3/12");
        assertThat(out.toString().substring(both.length()))
                .startsWith("\u001b[8A\r\u001b[2K\u001b[Jsomething happened\nSTAGE")
                .endsWith("\u001b[?25h");
    }

    @Test
    void linesBetweenProgressComeEveryHalfMinute() {
        PlainView view = new PlainView(new PrintWriter(out), () -> elapsed);
        for (int second = 0; second <= 65; second++) {
            elapsed = Duration.ofSeconds(second);
            view.show(state(), Map.of("teacher/b", training()), START);
        }

        assertThat(out.toString().lines())
                .hasSize(2)
                .containsOnly(
                        "running  teacher/b: training, epoch 3/12, step 120/480, loss 1.2346, 842 images/s, 1m20s remaining");
    }
}
