package io.mlfd.trainer.result;

import io.mlfd.result.Score;
import io.mlfd.trainer.result.StageResult.Answers;
import io.mlfd.trainer.result.StageResult.Confusion;
import java.util.List;

/** What a stage's networks came to on the test images. */
public record TestResults(List<Score> scores, List<Confusion> confusions, List<Answers> answers) {

    public TestResults {
        scores = List.copyOf(scores);
        confusions = List.copyOf(confusions);
        answers = List.copyOf(answers);
    }
}
