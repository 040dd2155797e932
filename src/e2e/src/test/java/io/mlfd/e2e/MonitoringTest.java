package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of monitoring agree with each other and with what the operator counts. {@code -Dmlfd.crd.write=true} writes the copies. */
class MonitoringTest {
    private static final Path PAGES = Path.of("../../src/docs/runbooks");
    private static final Path METRICS = Path.of("../../src/docs/reference/metrics.md");
    private static final Pattern METRIC = Pattern.compile("\\b(?:mlfd|operator_sdk)_[a-z_]+\\b");

    @TempDir
    private Path folder;

    @Test
    void whatIsMadeFromThemIsUpToDate() throws IOException {
        String rules = Files.readString(MonitoringFiles.RULES);
        copy(rules, Chart.FOLDER.resolve("files/rules.yaml"));
        copy(Files.readString(MonitoringFiles.DASHBOARD), Chart.FOLDER.resolve("files/dashboard.json"));
        copy("""
                # Made from rules.yaml.
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata:
                  name: mlfd-operator
                  namespace: mlfd-system
                spec:
                """ + rules.indent(2), MonitoringFiles.FOLDER.resolve("prometheus-rule.yaml"));
    }

    private static void copy(String content, Path file) throws IOException {
        if (Boolean.getBoolean("mlfd.crd.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    @Test
    @EnabledIf(value = "io.mlfd.e2e.PrometheusServer#isThere", disabledReason = PrometheusServer.NOT_RUN)
    void prometheusTakesTheRules() throws IOException {
        assertThat(PrometheusServer.tool("check", "rules", "--lint-fatal", MonitoringFiles.RULES.toString()))
                .contains("SUCCESS: " + MonitoringFiles.rules().size() + " rules found");
    }

    /** What is fired when, on series that are made up: a script of promtool's beside the rules. */
    @Test
    @EnabledIf(value = "io.mlfd.e2e.PrometheusServer#isThere", disabledReason = PrometheusServer.NOT_RUN)
    void alertsFireWhenTheyShouldAndNotBefore() throws IOException {
        Files.copy(MonitoringFiles.RULES, folder.resolve("rules.yaml"));
        Path script = Files.copy(Path.of("src/test/resources/rules-test.yaml"), folder.resolve("rules-test.yaml"));

        assertThat(PrometheusServer.tool("test", "rules", script.toString())).contains("SUCCESS");
    }

    @Test
    void everyAlertIsTriedOut() throws IOException {
        Set<String> tried = new LinkedHashSet<>();
        new YAMLMapper()
                .readTree(Path.of("src/test/resources/rules-test.yaml").toFile())
                .get("tests")
                .forEach(test -> test.path("alert_rule_test").forEach(alert -> {
                    if (!alert.path("exp_alerts").isEmpty()) {
                        tried.add(alert.get("alertname").asText());
                    }
                }));

        assertThat(tried).containsExactlyInAnyOrderElementsOf(names());
    }

    private static List<String> names() throws IOException {
        return MonitoringFiles.alerts().stream()
                .map(alert -> alert.get("alert").asText())
                .toList();
    }

    static List<JsonNode> alerts() throws IOException {
        return MonitoringFiles.alerts();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void everyAlertSaysWhatItIsAndHasAPage(JsonNode alert) throws IOException {
        String name = alert.get("alert").asText();
        assertThat(MonitoringFiles.compared(alert)).isNotEmpty();
        assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
        assertThat(alert.at("/annotations/summary").asText()).isNotEmpty();
        assertThat(alert.at("/annotations/description").asText()).endsWith(".");
        assertThat(alert.at("/annotations/runbook").asText()).isEqualTo("src/docs/runbooks/" + name + ".md");
        assertThat(Files.readString(PAGES.resolve(name + ".md")))
                .startsWith("# " + name + "\n")
                .contains("\n## What it means\n", "\n## What to look at\n", "\n## What to do\n");
    }

    @Test
    void everyPageIsOfAnAlert() throws IOException {
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            names().stream().map(name -> name + ".md").toList());
        }
    }

    /** What is asked for, the page of metrics lists; a metric of another name would only ever show nothing. */
    @Test
    void onlyMetricsThatThereAreAreAskedFor() throws IOException {
        String page = Files.readString(METRICS);
        List<String> queries = new ArrayList<>();
        MonitoringFiles.panels().forEach(panel -> queries.add(panel.query()));
        MonitoringFiles.rules().forEach(rule -> queries.add(rule.get("expr").asText()));
        Set<String> asked = queries.stream()
                .flatMap(query -> METRIC.matcher(query).results().map(found -> found.group()))
                .collect(Collectors.toSet());

        assertThat(asked)
                .hasSizeGreaterThan(10)
                .allMatch(metric -> page.contains("`" + metric + "`")
                        || page.contains("`" + metric.replaceAll("_total$", "") + "`"));
    }

    @Test
    void theDashboardShowsWhatIsAskedOfIt() throws IOException {
        JsonNode dashboard = MonitoringFiles.dashboard();
        List<Integer> ids = new ArrayList<>();
        dashboard.get("panels").forEach(panel -> ids.add(panel.get("id").asInt()));

        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(15);
        assertThat(MonitoringFiles.panels())
                .extracting(MonitoringFiles.Query::of)
                .contains(
                        "Runs by phase",
                        "Waiting, by reason",
                        "Stages ended",
                        "Failures, by reason",
                        "GPU hours, by namespace");
        dashboard.get("panels").forEach(panel -> {
            if (panel.has("targets")) {
                assertThat(panel.get("description").asText()).endsWith(".");
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            }
        });
        assertThat(Files.readString(MonitoringFiles.DASHBOARD).getBytes(StandardCharsets.UTF_8).length)
                .as("a ConfigMap has room for a megabyte")
                .isLessThan(200_000);
    }
}
