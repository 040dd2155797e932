package io.mlfd.trainer.report;

import io.mlfd.contract.PackedScores;
import io.mlfd.contract.ScoreSlot;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.WriteReport;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.TestResults;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import java.util.ArrayList;
import java.util.List;

/** Stage {@code report}: from the records of all other stages to {@code report.json} and the page, in the run's folder. */
public record ReportProgram(WriteReport work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        List<StageResult> stages =
                context.inputs().stream().map(FinishedStage::result).toList();
        ReportAssembly.Heading heading = new ReportAssembly.Heading(
                context.order().run(),
                context.order().planKey(),
                context.contentKey(),
                context.clock().instant().toString());
        ReportData data = new ReportAssembly(heading, work, stages).data();
        new ReportFiles(context.folder().files(), context.runFolder()).write(data);
        context.progress().say(data.outcome());
        return StageOutcome.withoutTraining(
                new TestResults(repeated(context, stages), List.of(), List.of()), List.of());
    }

    /**
     * The scores of the result table's last weights in the order of the plan, so that a run that missed a stage's last words
     * learns them here; as many as have room in a report.
     */
    private List<Score> repeated(StageContext context, List<StageResult> stages) {
        List<Score> scores = new ArrayList<>();
        int slots = 0;
        for (StageResult stage : stages) {
            for (ScoreSlot slot : ScoreSlot.of(stage.stage(), stage.work(), work.datasets())) {
                // A reader counts slots, so nothing can follow one that is empty.
                if (scores.size() == slots) {
                    slot.in(stage.scores(), Selection.LAST).ifPresent(scores::add);
                }
                slots++;
            }
        }
        int told = PackedScores.fitting(scores);
        if (told < slots) {
            context.progress()
                    .say("only the first " + told + " of " + slots + " scores have room in this stage's last word; "
                            + VolumeLayout.REPORT_DATA + " has all of them");
        }
        return List.copyOf(scores.subList(0, told));
    }
}
