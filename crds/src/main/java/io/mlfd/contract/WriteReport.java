package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.result.Comparisons;
import java.util.List;
import java.util.OptionalInt;

/**
 * Collects all results into tables, curves and a page.
 *
 * @param datasets rows of the result table
 * @param method name of the method, see {@code io.mlfd.plan.Methods}
 */
@JsonTypeName("Report")
public record WriteReport(List<DatasetWork> datasets, String method, Comparisons comparisons) implements StageWork {
    public WriteReport {
        datasets = List.copyOf(datasets);
    }

    @Override
    public StageKind kind() {
        return StageKind.REPORT;
    }

    @Override
    public Subject subject() {
        return new Subject.OfRun();
    }

    @Override
    public List<DatasetWork> reads() {
        return List.of();
    }

    @Override
    public OptionalInt imageSize() {
        return OptionalInt.empty();
    }

    @Override
    public List<Output> outputs() {
        return List.of();
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return Demand.NONE;
    }

    @Override
    public int numerics() {
        return 3;
    }
}
