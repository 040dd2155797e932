package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.e2e.ReleaseParts.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Definition, operator and trainer image of this release and of an earlier one, in every combination, each changed into every one
 * that differs in one of them, under runs in flight: nothing is lost, nothing is trained twice.
 */
@WholeCluster
class UpgradeIT {
    private static final Path FILE = Path.of("src/test/resources/upgraded.yaml");
    private static final String NAME = "upgraded";
    private static final int IN_FLIGHT = 2;
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @Test
    void everyCombinationIsChangedIntoItsNeighboursUnderRunsInFlight() throws Exception {
        Optional<Path> earlier = Settings.earlier();
        assumeThat(earlier).as("src/e2e/run --upgrade COMMIT was not said").isPresent();
        LocalRun local = LocalRun.of(NAME);
        ReleaseParts release = new ReleaseParts(earlier.get().resolve("manifests"), Settings.earlierTag());
        Scenario.play(scenario -> {
            Figures figures = new Figures();
            List<Set<Part>> circuit = ReleaseParts.everyChange();
            Set<Part> last = circuit.get(0);
            try (Recorder recorder = new Recorder(scenario.client(), scenario.namespace(), Clock.systemUTC())) {
                List<ClusterRun> runs = new ArrayList<>();
                for (Set<Part> next : circuit.subList(1, circuit.size())) {
                    while (inFlight(runs).size() < IN_FLIGHT) {
                        runs.add(start(scenario, runs.size()));
                    }
                    String found = found(runs);
                    release.change(last, next);
                    figures.add(told(last) + " to " + told(next), found);
                    figures.write("upgrades");
                    last = next;
                }
                for (ClusterRun run : runs) {
                    MLFDRunStatus complete = run.await(run.name(), LIMIT, s -> ClusterRun.is(s, "Complete"));
                    assertThat(ClusterRun.digests(complete))
                            .as("weights of %s and of the local run", run.name())
                            .isEqualTo(ClusterRun.digests(local.status()))
                            .isNotEmpty();
                    assertThat(complete.results()).isEqualTo(local.status().results());
                    nothingTrainedTwice(recorder, run.name(), complete);
                }
                figures.add("runs", String.valueOf(runs.size()));
                figures.write("upgrades");
            } finally {
                release.change(last, Set.of());
            }
        });
    }

    private static List<ClusterRun> inFlight(List<ClusterRun> runs) {
        return runs.stream()
                .filter(run -> run.status() == null || run.status().completionTime() == null)
                .toList();
    }

    /** Waits until its first stage runs. */
    private static ClusterRun start(Scenario scenario, int number) throws IOException {
        String name = NAME + "-" + number;
        GenericKubernetesResource made = scenario.client()
                .getKubernetesSerialization()
                .unmarshal(Files.readString(FILE), GenericKubernetesResource.class);
        made.getMetadata().setName(name);
        made.getMetadata().setNamespace(scenario.namespace());
        scenario.client().resource(made).create();
        ClusterRun run = scenario.run(name);
        run.await("its first stage runs", LIMIT, s -> s.stages().stream().anyMatch(UpgradeIT::runs));
        return run;
    }

    private static boolean runs(StageStatus stage) {
        return stage.state().equals("Running");
    }

    /** The stages that a change meets. */
    private static String found(List<ClusterRun> runs) {
        return inFlight(runs).stream()
                .map(run -> run.name() + " "
                        + run.status().stages().stream()
                                .filter(UpgradeIT::runs)
                                .map(StageStatus::name)
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    /** D, O, T where definition, operator and trainer are of this release, d, o, t of the earlier one. */
    private static String told(Set<Part> earlier) {
        StringBuilder told = new StringBuilder();
        for (Part part : Part.values()) {
            String letter = part.name().substring(0, 1);
            told.append(earlier.contains(part) ? letter.toLowerCase(Locale.ROOT) : letter);
        }
        return told.toString();
    }

    private static void nothingTrainedTwice(Recorder recorder, String run, MLFDRunStatus status) {
        Map<String, Integer> jobs = new HashMap<>();
        recorder.everyJob().stream()
                .filter(job -> run.equals(job.getMetadata().getLabels().get(ClusterRun.LABEL)))
                .forEach(job -> jobs.merge(ClusterRun.stageOf(job), 1, Integer::sum));
        Map<String, Integer> pods = new HashMap<>();
        recorder.everyPod().stream()
                .filter(pod -> run.equals(pod.getMetadata().getLabels().get(ClusterRun.LABEL)))
                .forEach(pod -> pods.merge(ClusterRun.stageOf(pod), 1, Integer::sum));
        assertThat(status.stages()).allSatisfy(stage -> {
            assertThat(stage.attempt()).as("%s %s", run, stage.name()).isEqualTo(1);
            assertThat(stage.failures() + stage.disruptions())
                    .as("%s %s", run, stage.name())
                    .isZero();
            assertThat(jobs.get(stage.name()))
                    .as("Jobs of %s %s", run, stage.name())
                    .isEqualTo(1);
            assertThat(pods.get(stage.name()))
                    .as("pods of %s %s", run, stage.name())
                    .isEqualTo(1);
        });
    }
}
