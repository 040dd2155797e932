package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.Training;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Mode;
import java.util.List;

/**
 * The control that {@link AdversarialPhases} is to be better than: in the place of discriminators stands the mean absolute
 * difference of a pupil's maps from its teacher's, image by image, which get no gradient from it.
 */
record AlignmentPhase(
        ComparableMaps maps, List<Lesson> lessons, Training.Optimizer optimizer, Training.Schedule schedule)
        implements MapPhases {
    static final String ALIGNMENT = "alignment";
    /** The name of terms, in front of the lesson's. */
    static final String DISTANCE = "maps";

    private static final Phase ALIGN = new Phase(ALIGNMENT, List.of(ALIGNMENT));

    AlignmentPhase {
        lessons = List.copyOf(lessons);
    }

    @Override
    public List<Optimised> optimised() {
        return List.of(new Optimised(ALIGNMENT, maps.parameters(), optimizer, schedule));
    }

    @Override
    public List<Phase> phases() {
        return List.of(ALIGN);
    }

    @Override
    public LossTerms loss(Phase phase, NDArray images) {
        List<NDArray> all = maps.of(images, Mode.TRAIN_AGAIN);
        return LossTerms.of(lessons.stream()
                .map(lesson -> new Term(
                        DISTANCE + " " + lesson.name(),
                        lesson.weight(),
                        Losses.meanAbsoluteError(all.get(lesson.pupil()), all.get(lesson.teacher()))))
                .toList());
    }
}
