package io.mlfd.run;

import io.mlfd.api.MLFDRunSpec.Rerun;
import io.mlfd.plan.Problem;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.Volume;
import io.mlfd.status.StatusWriter.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a run comes into a state that other programs have to recognise.
 *
 * @param name of the state
 * @param refused why it is not carried out, where it is not
 * @param unknown fields of the spec that the operator does not know
 * @param play what happens to it
 */
record RunStory(String name, Optional<Refused> refused, List<Problem> unknown, Consumer<Simulation> play) {
    private static final ProcessPhase HELD =
            new ProcessPhase.Queued("couldn't assign flavors: 600m more needed", false);

    private static RunStory of(String name, Consumer<Simulation> play) {
        return new RunStory(name, Optional.empty(), List.of(), play);
    }

    private static RunStory refused(String name, Refused why) {
        return new RunStory(name, Optional.of(why), List.of(), world -> {});
    }

    static List<RunStory> all() {
        return List.of(
                refused("invalid", Refused.INVALID_SPEC),
                refused("not-understood", Refused.NOT_UNDERSTOOD),
                of("accepted", world -> {}),
                of("claim-missing", world -> {
                    world.volume = new Volume.Unusable("spec.storage.claimName: there is no claim runs; make it");
                    world.look();
                }),
                of("refused-by-a-quota", world -> {
                    RunState now = world.look().next();
                    world.state = new RunState(
                            RunState.initial(world.plan).stages(),
                            now.clock(),
                            Optional.empty(),
                            Optional.of(new Hindrance(Hindrance.Kind.REFUSAL, "exceeded quota: gpus, requested: 1")));
                }),
                of("starting", Simulation::look),
                of("image-missing", world -> {
                    world.look();
                    pending(world, "teacher/a", "ImagePullBackOff: not found");
                    pending(world, "teacher/b", "Unschedulable: 0/3 nodes are available");
                    world.look();
                }),
                of("queued", world -> {
                    world.look();
                    world.change("teacher/a", HELD);
                    world.change("teacher/b", HELD);
                    world.look();
                }),
                of("running", RunStory::running),
                of("running-and-queued", world -> {
                    running(world);
                    world.change("teacher/b", HELD);
                    world.look();
                }),
                of("preempted", world -> {
                    halfDone(world);
                    ProcessPhase preempted = new ProcessPhase.Queued("Preempted: to accommodate another", false);
                    world.change("joint", preempted);
                    world.change("baseline/own-teacher/a", preempted);
                    world.look();
                }),
                of("evicted", world -> {
                    running(world);
                    world.end("teacher/a", 143, EndCause.DISRUPTION);
                    world.look();
                }),
                of("backing-off", world -> {
                    running(world);
                    world.end("teacher/a", 1);
                    world.end("teacher/b", 24, EndCause.OUT_OF_MEMORY);
                    world.look();
                }),
                of("half-done", RunStory::halfDone),
                new RunStory(
                        "running-without-unknown-fields",
                        Optional.empty(),
                        List.of(new Problem("spec.newField", "this operator does not know it")),
                        RunStory::running),
                of("suspended-before-its-start", world -> {
                    suspend(world, true);
                    world.look();
                }),
                of("suspending", world -> {
                    running(world);
                    suspend(world, true);
                    world.look();
                }),
                of("suspended", RunStory::suspended),
                of("resumed", world -> {
                    suspended(world);
                    world.pass(Duration.ofHours(8));
                    suspend(world, false);
                    world.look();
                }),
                of("timing-out", world -> {
                    running(world);
                    world.pass(world.policy.stage());
                    world.look();
                }),
                of("one-failed-another-runs", world -> {
                    running(world);
                    world.end("teacher/a", 21);
                    world.look();
                }),
                of("failed", RunStory::failed),
                of("timed-out", world -> {
                    running(world);
                    world.pass(world.policy.run());
                    world.look();
                    world.end("teacher/a", 10);
                    world.end("teacher/b", 10);
                    world.look();
                }),
                of("runs-again", world -> {
                    failed(world);
                    world.state =
                            Again.of(world.state, new Rerun("1", List.of())).state();
                    world.look();
                    world.run("teacher/a");
                    world.look();
                }),
                of("complete", RunStory::complete),
                of("complete-and-suspended", world -> {
                    complete(world);
                    suspend(world, true);
                    world.look();
                }));
    }

    private static void running(Simulation world) {
        world.startedNow("teacher/a", "teacher/b");
        world.look();
    }

    private static void halfDone(Simulation world) {
        running(world);
        world.end("teacher/a", 0);
        world.end("teacher/b", 0);
        world.startedNow("joint", "baseline/own-teacher/a");
        world.look();
    }

    private static void suspended(Simulation world) {
        running(world);
        suspend(world, true);
        world.look();
        world.end("teacher/a", 10);
        world.end("teacher/b", 10);
        world.look();
    }

    private static void failed(Simulation world) {
        running(world);
        world.end("teacher/a", 23);
        world.end("teacher/b", 0);
        world.look();
    }

    private static void complete(Simulation world) {
        for (int look = 0; look <= world.plan.stages().size() && !world.state.ended(); look++) {
            world.look();
            world.state.stages().forEach((stage, state) -> {
                if (state.isUnderWay()) {
                    world.run(stage);
                    world.end(stage, 0);
                }
            });
        }
        world.look();
    }

    private static void pending(Simulation world, String stage, String message) {
        world.change(stage, new ProcessPhase.Pending(message, Optional.empty(), Optional.empty()));
    }

    private static void suspend(Simulation world, boolean suspended) {
        world.policy = Plans.policy(suspended, world.policy.parallelism());
    }
}
