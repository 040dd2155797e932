package io.mlfd.operator.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.mlfd.api.MLFDRun;
import io.mlfd.contract.ReportReader;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.VersionedJson;
import io.mlfd.operator.Runs;
import io.mlfd.operator.build.RunVolume;
import io.mlfd.operator.build.StageJobs;
import io.mlfd.plan.Plan;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operator and trainer of neighbouring releases: what the one has written, the other reads. */
class StoredReleaseTest {
    static Stream<StoredRelease> releases() throws IOException {
        return StoredRelease.all().stream();
    }

    @ParameterizedTest
    @MethodSource("releases")
    void everyStateIsAmongItsRuns(StoredRelease release) {
        Set<String> states = release.objects("MLFDRun")
                .flatMap(run -> StreamSupport.stream(run.at("/status/stages").spliterator(), false))
                .map(stage -> stage.get("state").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(states).contains("Waiting", "Pending", "Running", "Suspending", "BackingOff", "Done", "Failed");
        Set<String> phases = release.objects("MLFDRun")
                .map(run -> run.at("/status/phase").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(phases).contains("", "Running", "Suspending", "Suspended", "Complete", "Failed");
    }

    /** A Job that an earlier operator made names a trainer image, which may be of this release by the time that it is pulled. */
    @ParameterizedTest
    @MethodSource("releases")
    void thisTrainerReadsItsOrders(StoredRelease release) {
        VersionedJson<StageOrder> reader = VersionedJson.of(StageOrder.class, StageOrder.VERSION);
        assertThat(release.orders())
                .hasSizeGreaterThan(20)
                .allSatisfy(order ->
                        assertThat(reader.read(order).problem()).as(order).isEmpty());
    }

    /** Its trainer reads no field that it does not have, so where a run asks for nothing new, its order has none. */
    @ParameterizedTest
    @MethodSource("releases")
    void ofTheSameRunThisOperatorOrdersTheSameOfItsTrainer(StoredRelease release) {
        MLFDRun run = Runs.run("flight-complete", Runs.SPEC);
        Plan plan = Runs.plan(run);
        RunVolume volume = RunVolume.of(run, Optional.empty());
        Set<String> orders = plan.stages().stream()
                .flatMap(stage -> new StageJobs(Runs.DEFAULTS)
                        .build(run, plan, stage, 1, volume).getSpec().getTemplate().getSpec().getContainers().stream())
                .flatMap(container -> container.getEnv().stream())
                .filter(variable -> variable.getName().equals(StageOrder.ENVIRONMENT_VARIABLE))
                .map(EnvVar::getValue)
                .collect(Collectors.toSet());
        assertThat(orders).hasSize(6).isSubsetOf(release.orders());
    }

    @ParameterizedTest
    @MethodSource("releases")
    void thisOperatorReadsItsReportsOrSaysOfWhichVersionTheyAre(StoredRelease release) {
        assertThat(Stream.of("teacher/a", "joint", "distill/b", "report")).allSatisfy(stage -> {
            ReportReader.Heard heard =
                    new ReportReader().read(release.report(stage).orElseThrow(), stage, 1, 0);
            assertThat(heard.report().isPresent() || heard.notice().matches("its report is of version .*"))
                    .as("%s: %s", stage, heard)
                    .isTrue();
        });
    }
}
