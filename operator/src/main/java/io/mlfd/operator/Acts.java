package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.mlfd.operator.act.Actor;
import io.mlfd.operator.act.Refusal;
import io.mlfd.run.Action;
import io.mlfd.run.Action.Importance;
import io.mlfd.run.Action.PrepareVolume;
import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Action.Tell;
import io.mlfd.run.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out what was decided, except for what must not be done before it is remembered. */
record Acts(Actor actor, Stops stops, JobRemoval removal, RunListener listener) {
    static final String REFUSED = "Refused";

    Acted carryOut(Step step, Decision decision) {
        List<Tell> tells = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        List<StartStage> held = new ArrayList<>();
        List<Job> spare = new ArrayList<>(step.finished().jobs());
        boolean volumeRefused = false;
        boolean skipTell = false;
        for (Action action : decision.actions()) {
            if (action instanceof Tell tell && !skipTell) {
                tells.add(tell);
            }
            skipTell = false;
            Optional<Refusal> refusal = Optional.empty();
            if (action instanceof PrepareVolume) {
                refusal = actor.prepareVolume(step.run(), step.policy());
                volumeRefused = refusal.isPresent();
            } else if (action instanceof StartStage start) {
                refusal = volumeRefused
                        ? Optional.empty()
                        : actor.start(
                                        step.run(),
                                        step.plan(),
                                        start,
                                        step.seen().volume())
                                .map(no -> removal.makeRoom(no, spare));
                if (volumeRefused || refusal.isPresent()) {
                    held.add(start);
                    // The state machine tells of a start right after deciding it.
                    skipTell = true;
                }
            }
            if (action instanceof StopStage stop) {
                refusal = stops.again(step, stop);
            }
            refusal.ifPresent(refusals::add);
            listener.acted(action);
        }
        refusals.forEach(refusal -> tells.add(new Tell(Importance.WARNING, REFUSED, refusal.message())));
        return new Acted(Tells.together(tells), refusals, held);
    }
}
