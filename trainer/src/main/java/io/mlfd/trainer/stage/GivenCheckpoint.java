package io.mlfd.trainer.stage;

import io.mlfd.contract.StageOrder;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.failure.KnownFailure;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.ReadFailure;
import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;

/** An expert's weights that a user gives, in a file below the data set's root. */
public final class GivenCheckpoint {
    private final StageOrder order;
    private final Disk disk;

    public GivenCheckpoint(StageOrder order, Disk disk) {
        this.order = order;
        this.disk = disk;
    }

    /**
     * The file itself, links followed.
     *
     * @throws BadInputException when there is none or it lies outside of the root, be it through a link
     * @throws StorageException when that cannot be told now
     */
    public Path locate(String dataset, String relative) {
        Path root = DataSets.root(order, dataset);
        Path file = root.resolve(relative).normalize();
        try {
            if (!file.startsWith(root.normalize()) || !disk.real(file).startsWith(disk.real(root))) {
                throw new BadInputException(
                        "checkpoint " + relative + ": leads out of " + root + "; put the file below it");
            }
            if (!disk.attributes(file).isRegularFile()) {
                throw new BadInputException("checkpoint " + file + ": is not a file");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return file;
    }

    /** SHA-256 of its bytes, hexadecimal. Fails as {@link #locate} does. */
    String digest(String dataset, String relative) {
        Path file = locate(dataset, relative);
        try (InputStream in = Channels.newInputStream(disk.open(file))) {
            return FileDigest.of(in).sha256();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static KnownFailure unreadable(Path file, IOException cause) {
        return switch (ReadFailure.of(cause)) {
            case MISSING -> new BadInputException("checkpoint " + file + ": does not exist");
            case FORBIDDEN ->
                new BadInputException(
                        "checkpoint " + file + ": may not be read; give the user of this process read permission");
            case PASSING -> StorageException.of("cannot read", "checkpoint " + file, cause);
        };
    }
}
