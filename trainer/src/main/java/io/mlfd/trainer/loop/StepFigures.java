package io.mlfd.trainer.loop;

import io.mlfd.trainer.loss.LossTerms;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a step came to, over all its phases.
 *
 * @param loss the sum of the phases' weighted sums
 * @param terms before weighting, by name, in order
 * @param images in the batch; where phases differ, in the largest
 * @param classified images of the first phase that knows how many of them were classified rightly; 0 without one
 */
record StepFigures(double loss, Map<String, Float> terms, int images, int correct, int classified) {
    static final StepFigures NONE = new StepFigures(0, Map.of(), 0, 0, 0);

    StepFigures {
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }

    StepFigures plus(Phase phase, StepLoss step, LossTerms.Values values) {
        Map<String, Float> all = new LinkedHashMap<>(terms);
        values.terms().forEach((name, value) -> all.put(phase.term(name), value));
        boolean known = classified > 0;
        return new StepFigures(
                loss + (double) values.total(),
                all,
                Math.max(images, step.images()),
                known ? correct : step.correct().orElse(0),
                known ? classified : step.correct().isPresent() ? step.images() : 0);
    }
}
