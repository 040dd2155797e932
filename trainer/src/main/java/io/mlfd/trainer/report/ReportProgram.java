package io.mlfd.trainer.report;

import io.mlfd.contract.ContractJson;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Stage {@code report}: from the records of all other stages to {@code report.json} and the page, in the run's folder. */
public record ReportProgram(WriteReport work) implements StageProgram {
    /**
     * Bytes of JSON that scores may take in this stage's own report: what else is in a report, its message too, has to fit
     * into a termination message with them.
     */
    static final int SCORE_BYTES = 2600;

    @Override
    public StageOutcome run(StageContext context) {
        List<StageResult> stages =
                context.inputs().stream().map(FinishedStage::result).toList();
        ReportAssembly.Heading heading = new ReportAssembly.Heading(
                context.order().run(),
                context.order().planKey(),
                context.contentKey(),
                context.clock().instant().toString());
        ReportData data = new ReportAssembly(heading, work.datasets(), stages).data();
        write(context, data);
        context.progress().say(data.outcome());
        return StageOutcome.withoutTraining(new TestResults(repeated(stages), List.of(), List.of()), List.of());
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
     * The scores of all stages' last weights, so that a run that missed a stage's last words learns them here; as many as
     * fit, in the order of the run.
     */
    static List<Score> repeated(List<StageResult> stages) {
        ContractJson json = new ContractJson();
        List<Score> repeated = new ArrayList<>();
        int bytes = 0;
        for (StageResult stage : stages) {
            for (Score score : stage.scores()) {
                if (score.selection() == Selection.LAST) {
                    bytes += json.write(score).getBytes(StandardCharsets.UTF_8).length + 1;
                    if (bytes > SCORE_BYTES) {
                        return List.copyOf(repeated);
                    }
                    repeated.add(score);
                }
            }
        }
        return List.copyOf(repeated);
    }
}
