package io.mlfd.trainer.cli;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageReport;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A report within the size of a termination message; the volume has all of it. */
final class ShortReport {
    private static final int MESSAGE = 1000;

    private final ContractJson json;

    ShortReport(ContractJson json) {
        this.json = json;
    }

    /** The report as JSON of at most {@link StageReport#MAX_BYTES}: first the message is shortened, then scores and digests go. */
    String of(StageReport report) {
        String whole = json.write(report);
        if (fits(whole)) {
            return whole;
        }
        StageReport brief = with(report, report.scores(), report.weights());
        if (fits(json.write(brief))) {
            return json.write(brief);
        }
        StageReport withoutScores = with(report, List.of(), report.weights());
        return fits(json.write(withoutScores))
                ? json.write(withoutScores)
                : json.write(with(report, List.of(), List.of()));
    }

    private static boolean fits(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= StageReport.MAX_BYTES;
    }

    private static StageReport with(
            StageReport r, List<StageReport.Score> scores, List<StageReport.Weights> weights) {
        String message =
                r.message().length() <= MESSAGE ? r.message() : r.message().substring(0, MESSAGE - 1) + "…";
        return new StageReport(
                r.version(),
                r.stage(),
                r.attempt(),
                r.exit(),
                r.contentKey(),
                r.reused(),
                scores,
                weights,
                r.checkpoint(),
                r.seconds(),
                message);
    }
}
