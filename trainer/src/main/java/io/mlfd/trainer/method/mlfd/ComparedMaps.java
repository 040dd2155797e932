package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.plan.Level;
import io.mlfd.trainer.data.Sampler;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.StudentFeatures;
import io.mlfd.trainer.supervised.TeacherTargets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Maps on the scale of T*'s spread over the train images. Both sides of the comparison are standardised alike, so means cancel in the
 * difference, and of PHI-S the rotation does too, which changes no length: what is left is one factor a channel or a level.
 *
 * @param factors by level, (1, C, 1, 1) or (1, C), with one channel where the factor is one for all
 */
record ComparedMaps(Map<Level, NDArray> factors) {
    /** @param images of the train split, which are gone through once, in order, in the first of their views where there are several */
    static ComparedMaps of(
            Standardisation kind,
            IndexedTargets targets,
            int images,
            int batchSize,
            TorchEngine engine,
            StopSignal stop) {
        Map<Level, ChannelMoments> moments = new LinkedHashMap<>();
        Map<Level, NDArray> factors = new LinkedHashMap<>();
        Sampler sampler = Sampler.inOrder(images, batchSize);
        try (NDManager held = engine.manager().newSubManager()) {
            for (int step = 0; step < sampler.stepsPerEpoch(); step++) {
                stop.check();
                int[] batch = sampler.batch(step);
                try (NDManager scope = engine.step()) {
                    Autograd.withoutRecording(
                            () -> targets.of(batch, 0, scope).maps().forEach((level, map) -> moments.computeIfAbsent(
                                            level,
                                            any -> ChannelMoments.ofVariance(
                                                    held,
                                                    Math.toIntExact(
                                                            map.getShape().get(1))))
                                    .add(map)));
                }
            }
            moments.forEach((level, seen) -> factors.put(level, factor(kind, level, seen, engine.manager())));
        }
        return new ComparedMaps(factors);
    }

    private static NDArray factor(Standardisation kind, Level level, ChannelMoments seen, NDManager manager) {
        double[] variance = seen.variance();
        double[] factors = kind == Standardisation.PHI_S
                ? new double[] {Standard.oneForAll(variance)}
                : Standard.deviations(variance);
        float[] values = new float[factors.length];
        for (int channel = 0; channel < factors.length; channel++) {
            values[channel] = (float) factors[channel];
        }
        return manager.create(
                values,
                level instanceof Level.FeatureMap ? new Shape(1, values.length, 1, 1) : new Shape(1, values.length));
    }

    /** T*'s side. */
    IndexedTargets targets(IndexedTargets own) {
        return (indices, look, scope) -> {
            TeacherTargets.Targets given = own.of(indices, look, scope);
            Map<Level, NDArray> maps = new LinkedHashMap<>();
            given.maps().forEach((level, map) -> maps.put(level, map.mul(factors.get(level))));
            return new TeacherTargets.Targets(given.logits(), maps);
        };
    }

    /** The student's side. */
    StudentFeatures student(StudentFeatures own) {
        return new StudentFeatures() {
            @Override
            public NDArray of(Level level, NDArray features) {
                return own.of(level, features).mul(factors.get(level));
            }

            @Override
            public Optional<StateDict> learned() {
                return own.learned();
            }
        };
    }
}
