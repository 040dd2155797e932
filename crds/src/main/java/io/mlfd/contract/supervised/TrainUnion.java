package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Subject;
import io.mlfd.contract.Training;
import io.mlfd.result.Metric;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Baseline: one network of {@code network}'s shape on the union of all data sets, one softmax over all labels. */
@JsonTypeName("TrainUnion")
public record TrainUnion(List<DatasetWork> datasets, NetworkSpec network, int inputSize, Training training)
        implements StageWork {
    public TrainUnion {
        datasets = List.copyOf(datasets);
    }

    @Override
    public StageKind kind() {
        return StageKind.BASELINE;
    }

    @Override
    public Subject subject() {
        return new Subject.OfNetwork(network);
    }

    @Override
    public List<DatasetWork> reads() {
        return datasets;
    }

    @Override
    public OptionalInt imageSize() {
        return OptionalInt.of(inputSize);
    }

    @Override
    public Optional<Training> trainedWith() {
        return Optional.of(training);
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output(
                Output.ONLY,
                Roles.UNION,
                Optional.empty(),
                Optional.of(network),
                List.of(Metric.TOP1, Metric.TOP1_ALL_LABELS)));
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return sizes.training(network);
    }

    @Override
    public int numerics() {
        return 2;
    }
}
