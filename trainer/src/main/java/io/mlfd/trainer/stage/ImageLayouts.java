package io.mlfd.trainer.stage;

import io.mlfd.api.CifarLabels;
import io.mlfd.contract.DataSource;
import io.mlfd.trainer.data.CifarFiles;
import io.mlfd.trainer.data.FolderSplits;
import io.mlfd.trainer.data.IdxFiles;
import io.mlfd.trainer.data.ImageLayout;
import io.mlfd.trainer.data.ImageTable;
import io.mlfd.trainer.data.NamedImages;
import io.mlfd.trainer.data.ShardFiles;
import java.util.Optional;

/** From what an order says of how images lie to what finds them. */
final class ImageLayouts {
    private ImageLayouts() {}

    static ImageLayout of(DataSource.ImageFolder folder) {
        FolderSplits splits = folder.folders().map(ImageLayouts::splits).orElse(FolderSplits.USUAL);
        return folder.layout().map(layout -> of(layout, splits)).orElse(splits);
    }

    private static ImageLayout of(io.mlfd.contract.ImageLayout layout, FolderSplits splits) {
        if (layout instanceof io.mlfd.contract.ImageLayout.Index index) {
            return new ImageTable(
                    index.file(),
                    index.images(),
                    index.pathColumn(),
                    index.labelColumn(),
                    index.splitColumn(),
                    index.testFraction());
        }
        if (layout instanceof io.mlfd.contract.ImageLayout.Names names) {
            return new NamedImages(splits, names.pattern());
        }
        if (layout instanceof io.mlfd.contract.ImageLayout.Cifar cifar) {
            return new CifarFiles(cifar.labels().equals(Optional.of(CifarLabels.COARSE)));
        }
        if (layout instanceof io.mlfd.contract.ImageLayout.Idx idx) {
            return new IdxFiles(idx.prefix().orElse(""));
        }
        if (layout instanceof io.mlfd.contract.ImageLayout.Shards shards) {
            return new ShardFiles(shards.train(), shards.validation(), shards.test(), shards.testFraction());
        }
        throw new BadOrderException(
                "order: a layout of type " + layout.getClass().getSimpleName() + " is not known here");
    }

    private static FolderSplits splits(DataSource.Folders folders) {
        return new FolderSplits(folders.train(), folders.validation(), folders.test(), folders.testFraction());
    }
}
