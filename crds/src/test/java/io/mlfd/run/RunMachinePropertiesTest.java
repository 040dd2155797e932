package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.StageState.Done;
import io.mlfd.status.StatusReader;
import io.mlfd.status.StatusWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens in whatever order: the promises of the machine hold, also when every state goes through status. */
class RunMachinePropertiesTest {
    private static final Plan PLAN = Plans.twoSets();

    @Property(tries = 300)
    void promisesHoldInAnyWorld(@ForAll long seed) {
        Random random = new Random(seed);
        Simulation world = new Simulation(PLAN, Plans.policy(false, 1 + random.nextInt(3)));
        Set<String> done = new HashSet<>();
        for (int i = 0; i < 150; i++) {
            happen(world, random);
            boolean crash = random.nextInt(5) == 0;
            Decision decision = world.look(crash);
            check(world, decision, done);
            if (!crash && random.nextInt(4) == 0) {
                world.state = throughStatus(world);
            }
        }
    }

    @Property(tries = 50)
    void undisturbedWorldCompletesAndNothingRunsTwice(@ForAll long seed) {
        Random random = new Random(seed);
        Simulation world = new Simulation(PLAN, Plans.policy(false, 1 + random.nextInt(4)));
        for (int i = 0; i < 200 && !world.state.ended(); i++) {
            world.look(random.nextInt(3) == 0);
            List<StageProcess> open = world.processes.values().stream()
                    .filter(process -> !(process.phase() instanceof ProcessPhase.Ended))
                    .toList();
            if (!open.isEmpty()) {
                world.end(open.get(random.nextInt(open.size())).stage(), 0);
            }
        }
        assertThat(world.state.complete()).isTrue();
        assertThat(world.processes).hasSize(PLAN.stages().size());
    }

    @Property(tries = 100)
    void theClockCountsTheTimeThatIsNotSuspended(@ForAll long seed) {
        Random random = new Random(seed);
        Simulation world = new Simulation(PLAN, Plans.policy(random.nextBoolean(), 2));
        Duration underWay = Duration.ZERO;
        for (int i = 0; i < 60 && !world.state.ended(); i++) {
            world.look();
            world.state = throughStatus(world);
            Duration time = Duration.ofSeconds(random.nextInt(100));
            world.pass(time);
            underWay = world.policy.suspend() ? underWay : underWay.plus(time);
            assertThat(world.state.clock().map(clock -> clock.at(world.now)).orElse(Duration.ZERO))
                    .isEqualTo(underWay);
            if (random.nextInt(4) == 0) {
                world.policy = Plans.policy(!world.policy.suspend(), 2);
            }
        }
    }

    private static void happen(Simulation world, Random random) {
        List<StageProcess> all = List.copyOf(world.processes.values());
        if (!all.isEmpty()) {
            StageProcess process = all.get(random.nextInt(all.size()));
            if (!(process.phase() instanceof ProcessPhase.Ended)
                    && !(process.phase() instanceof ProcessPhase.Vanished)
                    && world.newest(process.stage()).equals(process)) {
                switch (random.nextInt(11)) {
                    case 0 -> world.run(process.stage());
                    case 1, 2 -> world.end(process.stage(), 0);
                    case 3 ->
                        world.end(process.stage(), List.of(1, 10, 22, 24, 143).get(random.nextInt(5)));
                    case 4 -> world.end(process.stage(), 137, EndCause.DISRUPTION);
                    case 5 -> world.vanish(process.stage());
                    case 9 ->
                        world.change(
                                process.stage(),
                                new ProcessPhase.Terminating(
                                        "Deleted: by somebody", Optional.empty(), Optional.of(world.now), "force"));
                    case 10 -> world.change(process.stage(), new ProcessPhase.Orphaned("left behind"));
                    case 6 -> world.change(process.stage(), new ProcessPhase.Queued("held", random.nextBoolean()));
                    case 7 ->
                        world.change(process.stage(), new ProcessPhase.Pending("", Optional.empty(), Optional.empty()));
                    default -> {}
                }
            }
        }
        world.pass(Duration.ofSeconds(random.nextInt(30)));
        if (random.nextInt(10) == 0) {
            world.policy = Plans.policy(random.nextBoolean(), 1 + random.nextInt(3));
        }
    }

    private static void check(Simulation world, Decision decision, Set<String> done) {
        Map<String, Integer> open = new HashMap<>();
        world.processes.values().stream()
                .filter(p ->
                        !(p.phase() instanceof ProcessPhase.Ended) && !(p.phase() instanceof ProcessPhase.Vanished))
                .forEach(p -> open.merge(p.stage(), 1, Integer::sum));
        assertThat(open.values())
                .as("two writers never share a folder: %s", world.processes)
                .allMatch(n -> n == 1);
        for (Action action : decision.actions()) {
            if (action instanceof StartStage start) {
                assertThat(done)
                        .as("a finished stage never trains again")
                        .doesNotContain(start.stage().name());
                assertThat(start.stage().inputNames())
                        .allMatch(input -> decision.next().stage(input) instanceof Done);
                assertThat(world.policy.suspend()).isFalse();
            }
        }
        for (Stage stage : PLAN.stages()) {
            if (decision.next().stage(stage.name()) instanceof Done) {
                done.add(stage.name());
            } else {
                assertThat(done).as("done stays done").doesNotContain(stage.name());
            }
        }
        Decision again = RunMachine.decide(PLAN, world.policy, decision.next(), world.observation());
        assertThat(again.actions()).noneMatch(StartStage.class::isInstance);
        assertThat(again.next().clock()).isEqualTo(decision.next().clock());
    }

    private static RunState throughStatus(Simulation world) {
        var status = new StatusWriter((stage, attempt) -> "job-" + attempt, "volume")
                .write(PLAN, world.policy, world.state, 1, List.of(), world.now);
        return new StatusReader().read(PLAN, status);
    }
}
