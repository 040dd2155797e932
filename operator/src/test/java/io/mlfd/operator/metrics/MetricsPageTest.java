package io.mlfd.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a scrape has and what the page says are the same. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("../src/docs/reference/metrics.md");

    @ParameterizedTest
    @EnumSource(OperatorMetric.class)
    void everyMetricHasItsLine(OperatorMetric metric) throws IOException {
        assertThat(lines()).contains(line(metric));
    }

    @Test
    void thePageNamesNoOther() throws IOException {
        assertThat(lines()).filteredOn(line -> line.startsWith("| `mlfd_")).hasSize(OperatorMetric.values().length);
    }

    @Test
    void whatTheFrameworkCountsIsThereToo() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(FrameworkHelp.TEXTS)
                .allSatisfy((name, text) -> assertThat(page).contains("`" + name.replace('.', '_'), text));
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void everyReasonIsNamed(FailureReason reason) throws IOException {
        assertThat(Files.readString(PAGE)).contains("`" + reason.label() + "`");
    }

    private static String line(OperatorMetric metric) {
        String labels = metric.labels().isEmpty() ? "" : "`" + String.join("`, `", metric.labels()) + "`";
        return "| `" + metric.scraped() + "` | " + metric.type().text() + " | " + labels + " | " + metric.help() + " |";
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(PAGE);
    }
}
