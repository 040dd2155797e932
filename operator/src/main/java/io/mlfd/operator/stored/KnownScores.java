package io.mlfd.operator.stored;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus.Score;
import io.mlfd.result.Selection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * No decision hangs on a score, so one of weights that a later release selects in a way of its own stops no run: it stays in the
 * status and is in no table of this operator.
 */
public final class KnownScores {
    private static final Set<String> SELECTIONS = Arrays.stream(Selection.values())
            .map(selection -> selection.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());

    private KnownScores() {}

    /** The status without the scores that this operator cannot place. */
    public static MLFDRunStatus of(MLFDRunStatus status) {
        return status.withStages(status.stages().stream()
                .map(stage -> stage.withScores(known(stage.scores())))
                .toList());
    }

    private static List<Score> known(List<Score> scores) {
        return scores.stream()
                .filter(score -> score.selection() == null || SELECTIONS.contains(score.selection()))
                .toList();
    }
}
