package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.OnBadImage;
import io.mlfd.contract.DataSource;
import io.mlfd.contract.DatasetWork;
import io.mlfd.plan.network.NetworkShape;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** From a run file's data sets to those of orders. */
final class DatasetWorks {
    private DatasetWorks() {}

    /**
     * With the network of its row.
     *
     * @param inputSize pixels on each side of the run's images
     */
    static DatasetWork of(Dataset dataset, int inputSize) {
        return with(dataset, new DatasetNetworks(dataset, inputSize).student());
    }

    /**
     * With its expert's network.
     *
     * @param inputSize pixels on each side of the run's images
     */
    static DatasetWork ofExpert(Dataset dataset, int inputSize) {
        return with(dataset, new DatasetNetworks(dataset, inputSize).expert());
    }

    private static DatasetWork with(Dataset dataset, NetworkShape network) {
        return new DatasetWork(dataset.name(), source(dataset.source()), network.spec());
    }

    private static DataSource source(Dataset.Source source) {
        OptionalDouble validation =
                source.validation() == null ? OptionalDouble.empty() : OptionalDouble.of(source.validation());
        if (source.generated() != null) {
            return new DataSource.Generated(
                    source.generated().kind(),
                    source.classes(),
                    source.trainPerClass(),
                    source.testPerClass(),
                    validation);
        }
        return new DataSource.ImageFolder(
                source.imageFolder().path(),
                source.classes(),
                optional(source.trainPerClass()),
                optional(source.testPerClass()),
                validation,
                // Left out where it is the default, so that a key is the same whether or not that is written down.
                Optional.ofNullable(source.imageFolder().onBadImage()).filter(what -> what != OnBadImage.FAIL),
                Optional.ofNullable(source.imageFolder().folders())
                        .map(DatasetWorks::folders)
                        .filter(folders -> !folders.equals(DataSource.Folders.USUAL)),
                Optional.ofNullable(source.imageFolder().layout()).map(ImageLayoutWorks::of));
    }

    /** As they take effect. */
    static DataSource.Folders folders(Dataset.Folders given) {
        DataSource.Folders usual = DataSource.Folders.USUAL;
        Optional<String> test = Optional.ofNullable(given.test());
        return new DataSource.Folders(
                Objects.requireNonNullElse(given.train(), usual.train()),
                Optional.ofNullable(given.validation()),
                given.testFraction() == null ? test.or(usual::test) : Optional.empty(),
                given.testFraction() == null ? OptionalDouble.empty() : OptionalDouble.of(given.testFraction()));
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
