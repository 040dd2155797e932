package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cel.common.CelValidationException;
import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Checked;
import io.mlfd.plan.Planner;
import io.mlfd.plan.RunFileReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What GitOps tools show of a run in each of its states. */
class GitOpsTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Of each state: Argo CD's health, what kstatus says, and Flux of whether it is accepted and whether it is complete. */
    private static final String STATES = """
            unseen                          | Progressing | Current    | asked again | asked again
            invalid                         | Degraded    | Failed     | Failed      | Failed
            not-understood                  | Degraded    | Failed     | Failed      | Failed
            accepted                        | Progressing | InProgress | Current     | InProgress
            claim-missing                   | Progressing | InProgress | Current     | InProgress
            refused-by-a-quota              | Progressing | InProgress | Current     | InProgress
            starting                        | Progressing | InProgress | Current     | InProgress
            image-missing                   | Progressing | InProgress | Current     | InProgress
            queued                          | Progressing | InProgress | Current     | InProgress
            running                         | Progressing | InProgress | Current     | InProgress
            running-and-queued              | Progressing | InProgress | Current     | InProgress
            running-without-unknown-fields  | Progressing | InProgress | Current     | InProgress
            preempted                       | Progressing | InProgress | Current     | InProgress
            evicted                         | Progressing | InProgress | Current     | InProgress
            backing-off                     | Progressing | InProgress | Current     | InProgress
            half-done                       | Progressing | InProgress | Current     | InProgress
            suspended-before-its-start      | Suspended   | Current    | Current     | InProgress
            suspending                      | Progressing | InProgress | Current     | InProgress
            suspended                       | Suspended   | Current    | Current     | InProgress
            resumed                         | Progressing | InProgress | Current     | InProgress
            timing-out                      | Progressing | InProgress | Current     | InProgress
            one-failed-another-runs         | Progressing | InProgress | Current     | InProgress
            failed                          | Degraded    | Failed     | Current     | Failed
            timed-out                       | Degraded    | Failed     | Current     | Failed
            runs-again                      | Progressing | InProgress | Current     | InProgress
            complete                        | Healthy     | Current    | Current     | Current
            complete-and-suspended          | Healthy     | Current    | Current     | Current
            complete-and-changed            | Progressing | InProgress | InProgress  | InProgress
            failed-and-changed              | Progressing | InProgress | InProgress  | InProgress
            invalid-and-changed             | Progressing | InProgress | InProgress  | InProgress
            suspended-and-changed           | Progressing | InProgress | InProgress  | InProgress
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = STATES)
    void everyStateIsShownAsWhatItIs(String name, String argo, String kstatus, String accepted, String complete)
            throws IOException, CelValidationException {
        RunStateFile state = RunStateFile.read(name);

        assertThat(new HealthScript().of(state.object()).status()).isEqualTo(argo);
        assertThat(KubernetesStatus.of(state.object())).isEqualTo(kstatus);
        assertThat(FluxHealthCheck.of("accepted.yaml").of(state.object())).isEqualTo(accepted);
        assertThat(FluxHealthCheck.of("complete.yaml").of(state.object())).isEqualTo(complete);
    }

    @Test
    void noStateIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.list(RunStateFile.FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
                    .containsExactlyInAnyOrderElementsOf(STATES.lines()
                            .map(line -> line.substring(0, line.indexOf(' ')))
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unseen | waits for the operator",
                "complete-and-changed | waits for the operator to see the changed spec",
                "invalid | spec.method.mlfd: is not what it should be",
                "claim-missing | spec.storage.claimName: there is no claim runs; make it",
                "queued | teacher/a is queued: couldn't assign flavors: 600m more needed; teacher/b is queued",
                "failed | teacher/a: exit 23",
                "suspended | spec.suspend is true",
                "half-done | 2 of 8 stages done",
                "complete | 8 of 8 stages done",
            })
    void argoSaysWhy(String name, String message) throws IOException {
        assertThat(new HealthScript().of(RunStateFile.read(name).object()).message())
                .startsWith(message);
    }

    /** An object that somebody took conditions from, or that has none of ours, is no error. */
    @Test
    void whatSaysNothingIsUnderWay() throws IOException {
        ObjectNode object = (ObjectNode) RunStateFile.read("complete").object();
        object.withObject("/status").putArray("conditions");
        assertThat(new HealthScript().of(object).status()).isEqualTo("Progressing");
        object.withObject("/status").remove("conditions");
        assertThat(new HealthScript().of(object).status()).isEqualTo("Progressing");
    }

    @Test
    void fluxAsksAboutRuns() throws IOException {
        assertThat(FluxHealthCheck.of("accepted.yaml").about()).isEqualTo("mlfd.io/v1alpha1/MLFDRun");
        assertThat(FluxHealthCheck.of("complete.yaml").about()).isEqualTo("mlfd.io/v1alpha1/MLFDRun");
    }

    @Test
    @EnabledIf(value = "io.mlfd.e2e.Kustomize#isThere", disabledReason = Kustomize.NOT_RUN)
    void argoIsGivenTheScriptAndWhatIsNotCompared() throws IOException {
        JsonNode data = Kustomize.build(RunStateFile.GITOPS.resolve("argocd"))
                .get("ConfigMap/argocd/argocd-cm")
                .get("data");

        assertThat(data.properties())
                .extracting(entry -> entry.getKey())
                .allMatch(key -> key.endsWith("mlfd.io_MLFDRun"));
        assertThat(data.get("resource.customizations.health.mlfd.io_MLFDRun").asText())
                .isEqualTo(Files.readString(RunStateFile.GITOPS.resolve("argocd/health.lua")));
        assertThat(YAML.readTree(data.get("resource.customizations.ignoreDifferences.mlfd.io_MLFDRun")
                                .asText())
                        .toString())
                .isEqualTo("{\"jsonPointers\":[\"/status\"]}");
        assertThat(YAML.readTree(data.get("resource.customizations.ignoreResourceUpdates.mlfd.io_MLFDRun")
                                .asText())
                        .toString())
                .isEqualTo("{\"jsonPointers\":[\"/status/stages\"]}");
    }

    static List<Path> runs() throws IOException {
        try (Stream<Path> files = Files.walk(RunStateFile.GITOPS.resolve("repository/runs"))) {
            return files.filter(file -> file.getFileName().toString().equals("run.yaml"))
                    .toList();
        }
    }

    /** No tool deletes its record, its claim stays in any case, and it can be run again by a commit. */
    @ParameterizedTest
    @MethodSource("runs")
    void aRunOfTheRepositoryIsARunAndTrainsOnce(Path file) throws IOException {
        assertThat(new RunFileReader().read(Files.readString(file))).isInstanceOf(Checked.Valid.class);
        MLFDRun run = ((Checked.Valid<MLFDRun>) new RunFileReader().read(Files.readString(file))).value();
        assertThat(new Planner().plan(run.getMetadata().getName(), run.getSpec()))
                .isInstanceOf(Checked.Valid.class);

        assertThat(file.getParent().getFileName().toString())
                .isEqualTo(run.getMetadata().getName());
        assertThat(run.getMetadata().getAnnotations())
                .containsEntry("argocd.argoproj.io/sync-options", "Prune=false,Delete=false")
                .containsEntry("kustomize.toolkit.fluxcd.io/prune", "disabled");
        assertThat(run.getSpec().retention().onDelete().name()).isEqualTo("KEEP");
        assertThat(run.getSpec().rerun().token()).isNotEmpty();
    }
}
