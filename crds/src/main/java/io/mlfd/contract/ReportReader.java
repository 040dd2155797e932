package io.mlfd.contract;

import io.mlfd.result.Score;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a stage's last words. What is not exactly a report of this attempt is none: the status it would end up in is bounded by the
 * schema, and a run does not depend on it.
 */
public final class ReportReader {
    private static final int OUTPUT_NAME = 63;
    private static final int METRIC_NAME = 63;
    private static final int MOST_SCORES = 64;
    private static final int MOST_WEIGHTS = 32;
    private static final int DATASET_NAME = 63;
    private static final int DIGEST = 64;
    /** What is said after what another release wrote. */
    public static final String REMEDY = "; use operator and trainer of one release";

    private final VersionedJson<StageReport> json = VersionedJson.of(StageReport.class, StageReport.VERSION);

    /**
     * @param report empty where there is none, and where it cannot be used
     * @param notice one line for people about a report of another release, empty as a rule
     */
    public record Heard(Optional<StageReport> report, String notice) {
        public static final Heard NOTHING = new Heard(Optional.empty(), "");

        /** The notice after other words. */
        public String after(String words) {
            return words.isEmpty() || notice.isEmpty() ? words + notice : words + "; " + notice;
        }
    }

    /**
     * @param text anything
     * @param exit exit status of the process
     */
    public Heard read(String text, String stage, int attempt, int exit) {
        if (text.isBlank() || text.getBytes(StandardCharsets.UTF_8).length > StageReport.MAX_BYTES) {
            return Heard.NOTHING;
        }
        return json.read(text)
                .fold(
                        known -> known(known, stage, attempt, exit),
                        other -> new Heard(Optional.empty(), "its report " + other.problem() + REMEDY),
                        damaged -> Heard.NOTHING);
    }

    private static Heard known(VersionedJson.Known<StageReport> known, String stage, int attempt, int exit) {
        StageReport report = known.value();
        boolean ofThisAttempt = report.stage().equals(stage) && report.attempt() == attempt && report.exit() == exit;
        return ofThisAttempt && bounded(report)
                ? new Heard(
                        Optional.of(report), known.unknown().isEmpty() ? "" : "its report " + known.problem() + REMEDY)
                : Heard.NOTHING;
    }

    private static boolean bounded(StageReport report) {
        return report.scores().size() <= MOST_SCORES
                && report.weights().size() <= MOST_WEIGHTS
                && report.contentKey().stream().allMatch(key -> key.length() <= DIGEST)
                && report.checkpoint().stream()
                        .allMatch(checkpoint -> checkpoint.digest().length() <= DIGEST)
                && report.repeated().stream().allMatch(word -> word.length() <= PackedScores.MAX_LENGTH)
                && report.scores().stream().allMatch(ReportReader::sound)
                && report.weights().stream()
                        .allMatch(weights -> weights.output().length() <= OUTPUT_NAME
                                && weights.digest().length() <= DIGEST);
    }

    private static boolean sound(Score score) {
        return score.stage().length() <= StageReport.MAX_STAGE_NAME
                && score.output().length() <= OUTPUT_NAME
                && score.dataset().length() <= DATASET_NAME
                && score.metric().length() <= METRIC_NAME
                && score.count() > 0
                && Double.isFinite(score.value());
    }
}
