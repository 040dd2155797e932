package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.metrics.OperatorMetric;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus gets, of an operator on a real API server. */
@QuarkusTest
@WithTestResource(ApiServerResource.class)
class ScrapeTest {
    private static final String TEACHERS_DONE = "mlfd_stages_finished_total{kind=\"teacher\",outcome=\"done\",}";

    @Inject
    KubernetesClient client;

    @Inject
    Operator operator;

    @TestHTTPResource("/q/metrics")
    URL metrics;

    @BeforeEach
    void install() throws Exception {
        Assumptions.assumeTrue(ApiServerResource.available(), "NOT RUN: ScrapeTest: KUBE_API_TEST_DIR is not set");
        new ApiServerCluster(client).install();
    }

    @Test
    void everyMetricIsThereWithItsHelpAndCountsWhatHappened() throws Exception {
        ApiServerCluster cluster = new ApiServerCluster(client);
        // Tests share this operator's counters, and the runs that they leave.
        client.resources(MLFDRun.class).inNamespace(Runs.NAMESPACE).delete();
        double before = value(scrape(), TEACHERS_DONE);
        operator.start();
        try {
            client.resource(cluster.written("scraped", Runs.SPEC)).create();
            client.resource(cluster.written("asleep", Runs.SPEC + "suspend: true"))
                    .create();
            cluster.complete("scraped");
            await("scraped", "Complete");
            await("asleep", "Suspended");
            client.resource(cluster.written("waits", Runs.SPEC)).create();
            await("waits", "Running");

            List<String> lines = scrape();
            for (OperatorMetric metric : OperatorMetric.values()) {
                assertThat(lines)
                        .as(metric.scraped())
                        .contains("# HELP " + metric.scraped() + " " + metric.help())
                        .contains("# TYPE " + metric.scraped() + " "
                                + metric.type().text());
            }
            assertThat(lines)
                    .filteredOn(line -> line.matches("# HELP (mlfd|operator_sdk)_\\S+ *"))
                    .as("without a help text")
                    .isEmpty();
            assertThat(lines)
                    .as("a series for each try, or for each run")
                    .noneMatch(line -> line.contains("retries_number") || line.contains("scraped"));
            assertThat(lines)
                    .contains(
                            "mlfd_runs{namespace=\"test\",phase=\"Complete\",} 1.0",
                            "mlfd_runs{namespace=\"test\",phase=\"Suspended\",} 1.0",
                            "mlfd_runs{namespace=\"test\",phase=\"Running\",} 1.0",
                            "mlfd_runs_waiting{namespace=\"test\",reason=\"StagesPending\",} 1.0",
                            "mlfd_leader 0.0",
                            "mlfd_stages_failed_total{namespace=\"test\",reason=\"BadInput\",} 0.0");
            assertThat(value(lines, TEACHERS_DONE) - before).isEqualTo(2);
        } finally {
            operator.stop();
        }
    }

    private static double value(List<String> lines, String series) {
        return lines.stream()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    private void await(String run, String phase) {
        client.resources(MLFDRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(run)
                .waitUntilCondition(
                        r -> r != null
                                && r.getStatus() != null
                                && phase.equals(r.getStatus().phase()),
                        30,
                        TimeUnit.SECONDS);
    }

    private List<String> scrape() throws IOException {
        try (InputStream in = metrics.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
