package io.mlfd.trainer.report;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.PackedScores;
import io.mlfd.contract.ScoreSlot;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.WriteReport;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.report.page.ReportPage;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.TestResults;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import io.mlfd.trainer.storage.WholeFiles.Content;
import java.nio.file.Path;
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
        write(context, data);
        context.progress().say(data.outcome());
        return StageOutcome.withoutTraining(
                new TestResults(repeated(context, stages), List.of(), List.of()), List.of());
    }

    /**
     * The page comes last: where it is, its data are too.
     *
     * @throws StorageException naming the file, when the storage is full or cannot be written
     */
    private static void write(StageContext context, ReportData data) {
        WholeFiles files = context.folder().files();
        Path json = context.runFolder().resolve(VolumeLayout.REPORT_DATA);
        Path page = context.runFolder().resolve(VolumeLayout.REPORT_PAGE);
        files.createFolders(json.getParent());
        files.removeLeftovers(json.getParent());
        files.write(json, Content.of(new ContractJson().write(data)));
        files.write(page, Content.of(new ReportPage(data).html()));
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
