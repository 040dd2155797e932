package io.mlfd.trainer.data;

import io.mlfd.trainer.data.layout.LayoutException;
import io.mlfd.trainer.data.layout.TarArchive;
import io.mlfd.trainer.data.layout.Wildcard;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Finds the images in archives of WebDataset, which stay packed. */
record ShardReader(ShardFiles files) implements LayoutReader {
    @Override
    public OptionalDouble testFraction() {
        return files.testFraction();
    }

    @Override
    public String testFractionField() {
        return "shards.testFraction";
    }

    @Override
    public void read(DataSetFolder folder, FoundImages found) throws IOException {
        Set<String> seen = new HashSet<>();
        add(folder, found, files.train(), Split.TRAIN, seen);
        if (files.validation().isPresent()) {
            add(folder, found, files.validation().get(), Split.VALIDATION, seen);
        }
        if (files.test().isPresent()) {
            add(folder, found, files.test().get(), Split.TEST, seen);
        }
    }

    private static void add(DataSetFolder folder, FoundImages found, String pattern, Split split, Set<String> seen)
            throws IOException {
        Optional<String> asked = folder.nameOf(folder.path(), pattern, "shards." + split.label() + ": ");
        if (asked.isEmpty()) {
            return;
        }
        int slash = asked.get().lastIndexOf('/');
        Path parent = folder.path().resolve(asked.get().substring(0, Math.max(0, slash)));
        Wildcard wildcard = new Wildcard(asked.get().substring(slash + 1));
        if (!folder.isFolder(
                parent, () -> "shards." + split.label() + ": there is no folder " + Problems.printable(parent))) {
            return;
        }
        List<String> all = folder.names(parent);
        List<String> names = all.stream().filter(wildcard::matches).toList();
        if (names.isEmpty()) {
            folder.problems()
                    .add("shards." + split.label() + ": there is no " + Problems.printable(pattern) + " in "
                            + Problems.printable(folder.path()) + "; there are "
                            + FolderClasses.some(new TreeSet<>(all)));
        }
        for (String name : names) {
            String below = asked.get().substring(0, slash + 1) + name;
            if (seen.add(below)) {
                read(folder, found, below, split);
            } else {
                folder.problems().add("shards: " + Problems.printable(below) + " is in two splits");
            }
        }
    }

    private static void read(DataSetFolder folder, FoundImages found, String name, Split split) throws IOException {
        Optional<ByteStore> store = folder.store(name);
        if (store.isEmpty()) {
            return;
        }
        ShardMembers members = new ShardMembers(folder, store.get(), name);
        try (SeekableByteChannel channel = folder.disk().open(store.get().file())) {
            TarArchive.read(channel, members);
        } catch (LayoutException e) {
            folder.problems()
                    .add(Problems.printable(folder.path().resolve(name)) + " " + Problems.printable(e.getMessage()));
        }
        members.addTo(found, split);
    }
}
