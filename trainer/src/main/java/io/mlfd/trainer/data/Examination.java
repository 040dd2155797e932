package io.mlfd.trainer.data;

import java.util.List;
import java.util.Optional;

/**
 * What was found in the files of a data set.
 *
 * @param images all of them, in the order of splits and names
 * @param problems that keep the data set from being used, a line each
 * @param known what a stage would find in them; empty where there are problems, or files that could not be read at all
 */
public record Examination(List<ExaminedImage> images, List<String> problems, Optional<KnownImages> known) {
    public Examination {
        images = List.copyOf(images);
        problems = List.copyOf(problems);
    }
}
