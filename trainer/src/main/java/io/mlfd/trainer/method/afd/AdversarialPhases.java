package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.Training;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.method.afd.AdversarialLoss.Critic;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * First the discriminators learn to tell maps apart, then extractors and transfer layers learn to have maps that pass for the
 * teacher's; each has an optimiser that moves nothing of the other.
 */
final class AdversarialPhases implements MapPhases {
    static final String DISCRIMINATORS = "discriminators";
    static final String GENERATORS = "generators";

    private static final Phase DISCRIMINATE = new Phase(DISCRIMINATORS, List.of(DISCRIMINATORS));
    private static final Phase GENERATE = new Phase(GENERATORS, List.of(GENERATORS));

    private final ComparableMaps maps;
    private final AdversarialLoss loss;
    private final List<Parameter> discriminators;
    private final Training.Optimizer optimizer;
    private final Training.Schedule schedule;

    /**
     * @param scope a new one, which gets a discriminator a lesson
     * @param optimizer of both
     */
    AdversarialPhases(
            ComparableMaps maps,
            List<Lesson> lessons,
            Scope scope,
            Training.Optimizer optimizer,
            Training.Schedule schedule) {
        this.maps = maps;
        List<Critic> critics = new ArrayList<>();
        for (Lesson lesson : lessons) {
            Scope own = scope.child(Integer.toString(lesson.pupil())).child(Integer.toString(lesson.teacher()));
            critics.add(new Critic(lesson, new Discriminator(own, maps.channels())));
        }
        this.loss = new AdversarialLoss(critics);
        this.discriminators = scope.state().parameters();
        this.optimizer = optimizer;
        this.schedule = schedule;
    }

    @Override
    public List<Optimised> optimised() {
        return List.of(
                new Optimised(DISCRIMINATORS, discriminators, optimizer, schedule),
                new Optimised(GENERATORS, maps.parameters(), optimizer, schedule));
    }

    @Override
    public List<Phase> phases() {
        return List.of(DISCRIMINATE, GENERATE);
    }

    @Override
    public LossTerms loss(Phase phase, NDArray images) {
        if (phase.equals(DISCRIMINATE)) {
            return loss.ofDiscriminators(Autograd.withoutRecording(() -> maps.of(images, Mode.TRAIN_AGAIN)));
        }
        if (phase.equals(GENERATE)) {
            return loss.ofNetworks(maps.of(images, Mode.TRAIN_AGAIN));
        }
        throw new IllegalArgumentException("phase " + phase.name() + ": is none of " + phases());
    }
}
