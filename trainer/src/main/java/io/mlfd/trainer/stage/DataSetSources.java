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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** From what a plan says of a data set to what reads it. */
public final class DataSetSources {
    private DataSetSources() {}

    static DataSetSource of(StageOrder order, DatasetWork dataset, ImageReading reading) {
        return of(dataset, () -> DataSets.root(order, dataset.name()), reading);
    }

    /** @param roots per data set the folder that its path lies below */
    static DataSetSource of(DatasetWork dataset, Map<String, Path> roots, ImageReading reading) {
        return of(dataset, () -> roots.get(dataset.name()), reading);
    }

    private static DataSetSource of(DatasetWork dataset, Supplier<Path> root, ImageReading reading) {
        if (dataset.source() instanceof DataSource.ImageFolder folder) {
            return imageFolder(root.get(), folder, reading);
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

    /**
     * The data sets that are read from folders, in their order.
     *
     * @param roots per data set the folder that its path lies below
     */
    public static Map<String, ImageFolderSource> imageFolders(
            List<DatasetWork> datasets, Map<String, Path> roots, ImageReading reading) {
        Map<String, ImageFolderSource> sources = new LinkedHashMap<>();
        for (DatasetWork dataset : datasets) {
            if (dataset.source() instanceof DataSource.ImageFolder folder) {
                sources.put(dataset.name(), imageFolder(roots.get(dataset.name()), folder, reading));
            }
        }
        return sources;
    }

    private static ImageFolderSource imageFolder(Path root, DataSource.ImageFolder folder, ImageReading reading) {
        Selection selection =
                new Selection(folder.classes(), folder.trainPerClass(), folder.testPerClass(), folder.validation());
        return new ImageFolderSource(
                root, folder.path(), ImageLayouts.of(folder), selection, folder.skipsBadImages(), reading);
    }

    private static GeneratedKind kind(io.mlfd.api.GeneratedKind kind) {
        return switch (kind) {
            case SHAPES -> GeneratedKind.SHAPES;
            case TEXTURES -> GeneratedKind.TEXTURES;
            case GLYPHS -> GeneratedKind.GLYPHS;
        };
    }
}
