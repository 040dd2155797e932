package io.mlfd.trainer.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Puts together what is in a data set's files, image by image in the order of splits and names. */
final class ContentsAssembly {
    private final Fingerprint fingerprint;
    private final Iterator<Split> splits = Arrays.asList(Split.values()).iterator();
    private Optional<Split> current = Optional.empty();

    /** @param format names what is hashed and how */
    ContentsAssembly(String format, List<String> classNames) {
        this.fingerprint = new Fingerprint(format);
        fingerprint.add(classNames);
    }

    /** @param content of the image's file, good or bad */
    void add(Split split, ImageFile image, byte[] content) {
        while (!current.equals(Optional.of(split))) {
            begin(splits.next());
        }
        fingerprint.add(image.name());
        fingerprint.add(image.label());
        fingerprint.add(content);
    }

    /**
     * After the last image.
     *
     * @param skipped those of them that are left out, in order
     */
    DataSetContents contents(ImageDigests digests, List<String> skipped) {
        splits.forEachRemaining(this::begin);
        if (!skipped.isEmpty()) {
            fingerprint.add("skipped");
            fingerprint.add(skipped);
        }
        return new DataSetContents(fingerprint.hexadecimal(), digests, skipped);
    }

    private void begin(Split split) {
        current = Optional.of(split);
        fingerprint.add(split.label());
    }
}
