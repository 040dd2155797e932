package io.mlfd.trainer.data;

import io.mlfd.contract.NamePattern;

/**
 * Images that say their class in their name.
 *
 * @param folders which hold the images of which split
 * @param pattern of the names
 */
public record NamedImages(FolderSplits folders, String pattern) implements ImageLayout {
    /**
     * @throws BadInputException when {@code pattern} is none
     */
    NamePattern parsed() {
        try {
            return NamePattern.of(pattern);
        } catch (NamePattern.PatternException e) {
            throw new BadInputException("pattern: \"" + Problems.printable(pattern) + "\" " + e.getMessage());
        }
    }
}
