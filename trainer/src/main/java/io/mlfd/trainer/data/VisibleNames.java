package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Lists folders: what is no {@link Litter}, and notes as a problem what cannot be listed. */
record VisibleNames(Disk disk, StopSignal stop, Problems problems) {
    // What Java puts where a file name's bytes are no text in the locale's encoding.
    private static final char UNDECODABLE = '\ufffd';

    /**
     * How many names there may be.
     *
     * @param left of them
     * @param all that a data set may have
     * @param what they are, in the plural
     */
    record Limit(int left, int all, String what) {}

    /**
     * Sorted; none, with a problem noted, when the folder cannot be listed.
     *
     * @throws BadInputException when there are more than there may be
     */
    List<String> in(Path folder, Limit limit) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = disk.list(folder)) {
            for (Path entry : entries) {
                stop.check();
                String name = Objects.toString(entry.getFileName(), "");
                if (Litter.is(name)) {
                    continue;
                }
                if (name.indexOf(UNDECODABLE) >= 0) {
                    problems.add(Problems.printable(entry)
                            + " has a name that the locale cannot express; set LC_ALL=C.UTF-8 or rename it");
                    continue;
                }
                if (names.size() == limit.left()) {
                    problems.add(Problems.printable(folder) + " takes the data set over its limit of " + limit.all()
                            + " " + limit.what() + "; use fewer");
                    problems.throwIfAny();
                }
                names.add(name);
            }
        } catch (DirectoryIteratorException e) {
            problems.add(Problems.unreadable(folder, e.getCause()));
            return List.of();
        } catch (IOException e) {
            problems.add(Problems.unreadable(folder, e));
            return List.of();
        }
        names.sort(CodePointOrder.INSTANCE);
        return names;
    }
}
