package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.Config;
import io.mlfd.e2e.MonitoringFiles.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus collects from the real operator while runs fare in every way there is something to see of. */
@WholeCluster
@EnabledIf(value = "io.mlfd.e2e.PrometheusServer#isThere", disabledReason = PrometheusServer.NOT_RUN)
class MonitoringIT {
    private static final String SAMPLE = "ffl-quickstart";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int RUNS = 6;

    @TempDir
    private Path folder;

    @Test
    void everyQueryOfRulesAndDashboardGivesSomething() throws Exception {
        Scenario.play(scenario -> {
            List<String> pods = scenario
                    .client()
                    .pods()
                    .inNamespace(Settings.OPERATOR_NAMESPACE)
                    .withLabelSelector(OperatorAside.PODS)
                    .list()
                    .getItems()
                    .stream()
                    .map(pod -> pod.getMetadata().getName())
                    .toList();
            Config config = scenario.client().getConfiguration();
            try (PrometheusServer prometheus =
                    PrometheusServer.start(folder, MonitoringFiles.RULES, config, Settings.OPERATOR_NAMESPACE, pods)) {
                play(scenario);
                List<Query> missing = queries();
                long end = System.nanoTime() + LIMIT.toNanos();
                while (!missing.isEmpty() && System.nanoTime() < end) {
                    missing = withoutAnswer(prometheus, missing);
                }
                assertThat(missing).as("queries that give nothing").isEmpty();
                assertCounts(prometheus, scenario.namespace());
            }
        });
    }

    /** One run is done although a pod of it was taken away, one fails, one is invalid, one waits for its claim, one for a GPU, one is held as by a queue. */
    private static void play(Scenario scenario) throws IOException {
        make(scenario, "done", "parallelism: 2", "parallelism: 1");
        make(scenario, "fails", "limits: {cpu: \"1\", memory: 2Gi}", "limits: {cpu: \"1\", memory: 64Mi}");
        make(
                scenario,
                "invalid",
                "generated: {kind: glyphs}, trainPerClass: 60, testPerClass: 50",
                "imageFolder: {path: x}");
        make(scenario, "stuck", "storage: {size: 1Gi}", "storage: {claimName: nowhere}");
        for (String name : List.of("gpu", "held")) {
            make(
                    scenario,
                    name,
                    "limits: {cpu: \"1\", memory: 2Gi}",
                    "limits: {cpu: \"1\", memory: 2Gi, nvidia.com/gpu: 1}");
        }

        ClusterRun held = scenario.run("held");
        held.await(
                "a Job",
                LIMIT,
                s -> "StagesPending"
                                .equals(ClusterRun.condition(s, "Progressing").reason())
                        && s.current() != null
                        && !s.current().isEmpty());
        held.jobs().forEach(job -> scenario.kubectl()
                .run("patch", "job", job.getMetadata().getName(), "--patch", "{\"spec\": {\"suspend\": true}}"));

        ClusterRun done = scenario.run("done");
        done.await(
                "Running",
                LIMIT,
                s -> "StagesRunning"
                                .equals(ClusterRun.condition(s, "Progressing").reason())
                        && s.summary() != null
                        && s.summary().running() > 0);
        scenario.kubectl()
                .run(
                        "delete",
                        "pods",
                        "--selector",
                        ClusterRun.LABEL + "=done",
                        "--field-selector",
                        "status.phase=Running",
                        "--wait=false");
        scenario.run("fails").await("Failed", LIMIT, s -> ClusterRun.is(s, "Failed"));
        done.await("Complete", LIMIT, s -> ClusterRun.is(s, "Complete"));
    }

    private static void make(Scenario scenario, String name, String said, String instead) throws IOException {
        String sample = Files.readString(Settings.sample(SAMPLE));
        assertThat(sample).contains(said, "requests: {cpu: 800m, memory: 1Gi}");
        String run = sample.replace("name: " + SAMPLE, "name: " + name)
                .replace(said, instead)
                .replace("requests: {cpu: 800m, memory: 1Gi}", "requests: {cpu: 400m, memory: 64Mi}")
                .replace("parallelism: 2", "parallelism: 1\n  retries: {failures: 0}");
        Kubectl.Output made = scenario.kubectl()
                .tryRun(in -> in.write(run.getBytes(StandardCharsets.UTF_8)), "create", "--filename", "-");
        assertThat(made.exit()).as(made.text()).isZero();
    }

    private static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>(MonitoringFiles.panels());
        for (JsonNode rule : MonitoringFiles.rules()) {
            queries.add(
                    rule.has("alert")
                            ? new Query(rule.get("alert").asText(), MonitoringFiles.compared(rule))
                            : new Query(
                                    rule.get("record").asText(),
                                    rule.get("expr").asText()));
        }
        return queries;
    }

    private static List<Query> withoutAnswer(PrometheusServer prometheus, List<Query> queries)
            throws InterruptedException {
        List<Query> missing = new ArrayList<>();
        for (Query query : queries) {
            if (prometheus.query(query.query()).isEmpty()) {
                missing.add(query);
            }
        }
        return missing;
    }

    /** That something is there does not say that it is right. */
    private static void assertCounts(PrometheusServer prometheus, String namespace) throws InterruptedException {
        String of = "{namespace=\"" + namespace + "\"";
        gives(prometheus, "sum(mlfd_leader)", 1);
        for (String phase : List.of("Complete", "Failed", "Invalid")) {
            gives(prometheus, "mlfd:runs:max" + of + ", phase=\"" + phase + "\"}", 1);
        }
        gives(prometheus, "sum(mlfd:runs:max" + of + "})", RUNS);
        for (String reason : List.of("VolumeNotReady", "StagesPending")) {
            gives(prometheus, "mlfd:runs_stuck:max" + of + ", reason=\"" + reason + "\"}", 1);
        }
        gives(prometheus, "mlfd:runs_queued:max" + of + "}", 1);
        gives(prometheus, "sum(mlfd_stages_failed_total" + of + "})", 1);
        gives(prometheus, "sum(mlfd_stages_disrupted_total" + of + "})", 1);
        gives(prometheus, "mlfd_resource_seconds_total" + of + ", resource=\"cpu\"} > bool 5", 1);
    }

    /** Soon, as what is collected and recorded is a moment old. */
    private static void gives(PrometheusServer prometheus, String query, double value) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Double> values = values(prometheus, query);
        while (!values.equals(List.of(value)) && System.nanoTime() < end) {
            values = values(prometheus, query);
        }
        assertThat(values).as(query).containsExactly(value);
    }

    private static List<Double> values(PrometheusServer prometheus, String query) throws InterruptedException {
        return prometheus.query(query).stream()
                .map(series -> series.at("/value/1").asDouble())
                .toList();
    }
}
