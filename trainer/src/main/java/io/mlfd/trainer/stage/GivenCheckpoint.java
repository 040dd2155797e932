package io.mlfd.trainer.stage;

import io.mlfd.contract.StageOrder;
import io.mlfd.trainer.data.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An expert's weights that a user gives, in a file below the data set's root. */
public final class GivenCheckpoint {
    private GivenCheckpoint() {}

    /**
     * The file itself, links followed.
     *
     * @throws BadInputException when there is none or it lies outside of the root, be it through a link
     */
    public static Path locate(StageOrder order, String dataset, String relative) {
        Path root = DataSets.root(order, dataset);
        Path file = root.resolve(relative).normalize();
        try {
            if (!file.startsWith(root.normalize()) || !file.toRealPath().startsWith(root.toRealPath())) {
                throw new BadInputException(
                        "checkpoint " + relative + ": leads out of " + root + "; put the file below it");
            }
        } catch (IOException e) {
            throw new BadInputException("checkpoint " + file + ": does not exist or cannot be read");
        }
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("checkpoint " + file + ": is not a file");
        }
        return file;
    }
}
