package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.ReadFailure;
import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects problems so that all are told at once; the first {@value #KEPT} in words, the others as a number. */
final class Problems {

    private static final int KEPT = 10_000;
    private static final int NAME_LENGTH = 200;

    private final List<String> kept = new ArrayList<>();
    private long more;

    void add(String problem) {
        if (kept.size() < KEPT) {
            kept.add(problem);
        } else {
            more++;
        }
    }

    /** As {@link BadInputException#lines}; none where there is no problem. */
    List<String> lines() {
        return kept.isEmpty() ? List.of() : new BadInputException("", kept, more).lines();
    }

    void throwIfAny() {
        if (!kept.isEmpty()) {
            throw new BadInputException("", kept, more);
        }
    }

    /** A name from the file system made fit for one line of a terminal: no control characters, not endless. */
    static String printable(Object name) {
        StringBuilder line = new StringBuilder();
        name.toString()
                .codePoints()
                .limit(NAME_LENGTH)
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) || isBidirectional(c) ? '?' : c));
        if (name.toString().codePointCount(0, name.toString().length()) > NAME_LENGTH) {
            line.append("...");
        }
        return line.toString();
    }

    /**
     * What to say of a file or folder that the operating system does not hand out.
     *
     * @throws StorageException when the volume is to blame, which may be over soon: that is no problem of the data
     */
    static String unreadable(Path path, IOException cause) {
        return switch (ReadFailure.of(cause)) {
            case FORBIDDEN -> printable(path) + " may not be read; give the user of this process read permission";
            case MISSING -> printable(path) + " is gone; restore it, and do not change data sets while they are used";
            case PASSING -> throw StorageException.of("cannot read", printable(path), cause);
        };
    }

    private static boolean isBidirectional(int codePoint) {
        return (codePoint >= 0x202a && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || codePoint == 0x2028
                || codePoint == 0x2029;
    }
}
