package io.mlfd.trainer.report;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.result.Comparisons;
import io.mlfd.result.ResultTable;
import io.mlfd.result.Selection;
import io.mlfd.trainer.result.StageResult;
import java.util.List;

/**
 * Everything that a report shows, {@code report.json}.
 *
 * @param version of this record, {@link #VERSION}
 * @param run name of the run
 * @param written when, ISO 8601
 * @param planKey of the report stage, which all its inputs' keys went into
 * @param contentKey likewise, with the data; empty while the run is under way
 * @param method name of the method
 * @param outcome the result in words
 * @param seeds in the order of the run
 * @param datasets in the order of the run
 * @param tables of the last weights, and of the selected ones where a validation split decided
 * @param stages the record of every stage
 */
public record ReportData(
        int version,
        String run,
        String written,
        String planKey,
        String contentKey,
        String method,
        String outcome,
        List<Long> seeds,
        List<Dataset> datasets,
        Comparisons comparisons,
        List<ResultTable> tables,
        List<StageResult> stages) {
    public static final int VERSION = 2;

    public ReportData {
        seeds = List.copyOf(seeds);
        datasets = List.copyOf(datasets);
        tables = List.copyOf(tables);
        stages = List.copyOf(stages);
    }

    /** Whether a validation split has decided between epochs anywhere. */
    public boolean selected() {
        return tables.stream().anyMatch(table -> table.selection() == Selection.BEST);
    }

    /** The same, told at another moment. {@code moment}: as RFC 3339 */
    public ReportData writtenAt(String moment) {
        return new ReportData(
                version,
                run,
                moment,
                planKey,
                contentKey,
                method,
                outcome,
                seeds,
                datasets,
                comparisons,
                tables,
                stages);
    }

    /**
     * The same of a run of which not all stages are finished: it has no content key, and says so.
     *
     * @param all stages of the run, without the report
     */
    public ReportData unfinished(int all) {
        String more = "Not finished: " + stages.size() + " of " + all + " stages.";
        return new ReportData(
                version,
                run,
                written,
                planKey,
                "",
                method,
                outcome + " " + more,
                seeds,
                datasets,
                comparisons,
                tables,
                stages);
    }

    /**
     * A data set as the first seed found it.
     *
     * @param network that is trained for it
     * @param classes K
     * @param train images that were trained on
     */
    public record Dataset(String name, NetworkSpec network, int classes, int train, int validation, int test) {}
}
