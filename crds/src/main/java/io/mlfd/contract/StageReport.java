package io.mlfd.contract;

import io.mlfd.result.Score;
import java.util.List;
import java.util.Optional;

/**
 * What a stage says at its end, in the pod's termination message (at most 4096 bytes, so small on purpose). A run must
 * never depend on it: what matters is on the volume, and the report stage repeats every score.
 *
 * @param exit the exit status, see {@link ExitCode}
 * @param contentKey plan key, data and inputs together; empty when the stage did not get that far
 * @param reused whether a finished folder was found and nothing was trained
 * @param scores of what was trained
 * @param repeated of a report stage: all other stages' scores, see {@link PackedScores}
 * @param weights digests of what was trained
 * @param checkpoint the newest checkpoint
 * @param seconds from the process's start, where known: to the first training step, and in all
 * @param message one line: why the stage ended as it did
 */
public record StageReport(
        int version,
        String stage,
        int attempt,
        int exit,
        Optional<String> contentKey,
        boolean reused,
        List<Score> scores,
        Optional<String> repeated,
        List<Weights> weights,
        Optional<Checkpoint> checkpoint,
        Seconds seconds,
        String message) {
    public static final int VERSION = 2;
    /** Names the file that the report is written to; on Kubernetes the container's termination message path. */
    public static final String PATH_VARIABLE = "MLFD_REPORT_PATH";
    /** The limit of a termination message, in bytes. */
    public static final int MAX_BYTES = 4096;
    /** The longest name of a stage, in characters. */
    static final int MAX_STAGE_NAME = 128;

    public StageReport {
        scores = List.copyOf(scores);
        weights = List.copyOf(weights);
    }

    /**
     * That of a stage that ends without a result.
     *
     * @param stage as its order says, which may be anything; left out where it is too long for a stage's name
     * @param seconds in all
     */
    public static StageReport failed(
            String stage,
            int attempt,
            int exit,
            Optional<String> contentKey,
            Optional<Checkpoint> checkpoint,
            double seconds,
            String message) {
        return new StageReport(
                VERSION,
                stage.length() <= MAX_STAGE_NAME ? stage : "",
                attempt,
                exit,
                contentKey,
                false,
                List.of(),
                Optional.empty(),
                List.of(),
                checkpoint,
                new Seconds(Optional.empty(), seconds),
                message);
    }

    /**
     * The last weights of a network.
     *
     * @param output which of the stage's networks
     * @param digest SHA-256 of the file, hexadecimal
     */
    public record Weights(String output, String digest) {}

    public record Checkpoint(long step, String digest) {}

    public record Seconds(Optional<Double> firstStep, double total) {}
}
