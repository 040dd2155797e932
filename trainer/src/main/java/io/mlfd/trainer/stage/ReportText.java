package io.mlfd.trainer.stage;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.LimitedText;
import io.mlfd.contract.StageReport;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** A report as it is handed over: JSON in at most {@link StageReport#MAX_BYTES} bytes. */
public final class ReportText {
    private static final int SHORT_MESSAGE = 200;

    private final ContractJson json = new ContractJson();

    /** The whole report where it fits; otherwise without what can best be read in the stage's folder. */
    public String of(StageReport report) {
        List<UnaryOperator<StageReport>> reductions = List.of(
                ReportText::withoutBest,
                r -> with(r, List.of(), r.message()),
                r -> with(r, List.of(), LimitedText.inCharacters(r.message(), SHORT_MESSAGE)));
        StageReport reduced = report;
        String text = json.write(reduced);
        for (UnaryOperator<StageReport> reduction : reductions) {
            if (fits(text)) {
                return text;
            }
            reduced = reduction.apply(reduced);
            text = json.write(reduced);
        }
        if (!fits(text)) {
            throw new IllegalStateException(
                    "a report without scores takes " + text.getBytes(StandardCharsets.UTF_8).length + " bytes");
        }
        return text;
    }

    private static boolean fits(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= StageReport.MAX_BYTES;
    }

    private static StageReport withoutBest(StageReport report) {
        List<Score> last = report.scores().stream()
                .filter(score -> score.selection() == Selection.LAST)
                .toList();
        return with(report, last, report.message());
    }

    private static StageReport with(StageReport report, List<Score> scores, String message) {
        return new StageReport(
                report.version(),
                report.stage(),
                report.attempt(),
                report.exit(),
                report.contentKey(),
                report.reused(),
                scores,
                report.repeated(),
                report.weights(),
                report.checkpoint(),
                report.seconds(),
                message);
    }
}
