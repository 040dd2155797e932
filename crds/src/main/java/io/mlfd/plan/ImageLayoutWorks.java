package io.mlfd.plan;

import io.mlfd.api.CifarLabels;
import io.mlfd.contract.ImageLayout;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** From a run file's layouts to those of orders. */
final class ImageLayoutWorks {
    private ImageLayoutWorks() {}

    /** @param given one that {@link ImageLayoutRules} has nothing against */
    static ImageLayout of(io.mlfd.api.ImageLayout given) {
        if (given.index() != null) {
            return index(given.index());
        }
        if (given.names() != null) {
            return new ImageLayout.Names(given.names().pattern());
        }
        if (given.cifar() != null) {
            // Left out where it is the default, so that a key is the same whether or not that is written down.
            return new ImageLayout.Cifar(
                    Optional.ofNullable(given.cifar().labels()).filter(labels -> labels != CifarLabels.FINE));
        }
        if (given.idx() != null) {
            return new ImageLayout.Idx(Optional.ofNullable(given.idx().prefix()));
        }
        return shards(given.shards());
    }

    private static ImageLayout.Shards shards(io.mlfd.api.ImageLayout.Shards given) {
        return new ImageLayout.Shards(
                given.train(),
                Optional.ofNullable(given.validation()),
                Optional.ofNullable(given.test()),
                fraction(given.testFraction()));
    }

    private static ImageLayout.Index index(io.mlfd.api.ImageLayout.Index given) {
        io.mlfd.api.ImageLayout.Columns columns =
                Objects.requireNonNullElse(given.columns(), new io.mlfd.api.ImageLayout.Columns(null, null, null));
        return new ImageLayout.Index(
                given.file(),
                Optional.ofNullable(given.images()).filter(folder -> !folder.equals(".")),
                Objects.requireNonNullElse(columns.path(), ImageLayout.Index.PATH),
                Objects.requireNonNullElse(columns.label(), ImageLayout.Index.LABEL),
                Optional.ofNullable(columns.split()),
                fraction(given.testFraction()));
    }

    private static OptionalDouble fraction(Double given) {
        return given == null ? OptionalDouble.empty() : OptionalDouble.of(given);
    }
}
