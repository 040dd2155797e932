package io.mlfd.operator.observe;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ContractJson.ContractException;
import io.mlfd.contract.StageReport;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a stage's last words. What is not exactly a report of this attempt is none: the status it would end up in is
 * bounded by the schema, and a run does not depend on it.
 */
final class ReportReader {
    private static final Set<String> SHARES = Set.of(Metric.TOP1.id(), Metric.TOP1_ALL_LABELS.id());
    private static final int MOST_SCORES = 64;
    private static final int MOST_WEIGHTS = 32;
    private static final int STAGE_NAME = 128;
    private static final int DATASET_NAME = 63;
    private static final int DIGEST = 64;

    private final ContractJson json = new ContractJson();

    Optional<StageReport> read(String text, String stage, int attempt, int exit) {
        if (text == null || text.isBlank() || text.getBytes(StandardCharsets.UTF_8).length > StageReport.MAX_BYTES) {
            return Optional.empty();
        }
        try {
            StageReport report = json.read(text, StageReport.class);
            boolean ofThisAttempt = report.version() == StageReport.VERSION
                    && report.stage().equals(stage)
                    && report.attempt() == attempt
                    && report.exit() == exit;
            return ofThisAttempt && bounded(report) ? Optional.of(report) : Optional.empty();
        } catch (ContractException | NullPointerException e) {
            // A record's constructor meets a null where JSON said null: as wrong as any other text.
            return Optional.empty();
        }
    }

    private static boolean bounded(StageReport report) {
        return report.scores().size() <= MOST_SCORES
                && report.weights().size() <= MOST_WEIGHTS
                && report.contentKey().map(key -> key.length() <= DIGEST).orElse(true)
                && report.checkpoint()
                        .map(checkpoint -> checkpoint.digest().length() <= DIGEST)
                        .orElse(true)
                && report.scores().stream().allMatch(ReportReader::sound)
                && report.weights().stream()
                        .allMatch(w -> w.output().length() <= DATASET_NAME
                                && w.digest().length() <= DIGEST)
                && report.message() != null;
    }

    private static boolean sound(Score score) {
        return score.stage().length() <= STAGE_NAME
                && score.dataset().length() <= DATASET_NAME
                && score.output().length() <= DATASET_NAME
                && score.metric().length() <= DATASET_NAME
                && score.selection() != null
                && score.count() > 0
                && Double.isFinite(score.value())
                && (!SHARES.contains(score.metric()) || (score.value() >= 0 && score.value() <= 1));
    }
}
