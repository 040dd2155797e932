package io.mlfd.trainer.data;

import java.util.List;

/**
 * What was found in the files of a data set.
 *
 * @param images all of them, in the order of splits and names
 * @param problems that keep the data set from being used, a line each
 */
public record Examination(List<ExaminedImage> images, List<String> problems) {
    public Examination {
        images = List.copyOf(images);
        problems = List.copyOf(problems);
    }
}
