package io.mlfd.trainer.stage;

import io.mlfd.contract.DataSource;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.StageOrder;
import io.mlfd.trainer.data.DataSetSource;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.GeneratedSource;
import io.mlfd.trainer.data.ImageFolderSource;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.Selection;
import java.util.OptionalInt;

/** From what an order says of a data set to what reads it. */
final class DataSetSources {
    private DataSetSources() {}

    static DataSetSource of(StageOrder order, DatasetWork dataset, ImageReading reading) {
        if (dataset.source() instanceof DataSource.ImageFolder folder) {
            Selection selection =
                    new Selection(folder.classes(), folder.trainPerClass(), folder.testPerClass(), folder.validation());
            return new ImageFolderSource(DataSets.root(order, dataset.name()), folder.path(), selection, reading);
        }
        if (dataset.source() instanceof DataSource.Generated generated) {
            Selection selection = new Selection(
                    generated.classes(),
                    OptionalInt.of(generated.trainPerClass()),
                    OptionalInt.of(generated.testPerClass()),
                    generated.validation());
            return new GeneratedSource(kind(generated.kind()), selection);
        }
        throw new BadOrderException("order: data set " + dataset.name() + ": a source of type "
                + dataset.source().getClass().getSimpleName() + " is not known here");
    }

    private static GeneratedKind kind(io.mlfd.api.GeneratedKind kind) {
        return switch (kind) {
            case SHAPES -> GeneratedKind.SHAPES;
            case TEXTURES -> GeneratedKind.TEXTURES;
            case GLYPHS -> GeneratedKind.GLYPHS;
        };
    }
}
