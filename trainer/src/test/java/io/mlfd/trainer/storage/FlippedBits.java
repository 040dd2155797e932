package io.mlfd.trainer.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.StageReport;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Does one thing again and again, each time with one bit of one file flipped that it reads: it has to find and name the file, and
 * either refuse it or end as if nothing had happened.
 */
public final class FlippedBits {
    private static final int LARGE = 4096;
    private static final int OF_A_SMALL_FILE = 4;
    private static final int OF_A_LARGE_FILE = 2;

    private final Path kept;
    private final Path folder;
    private final Action action;
    private final Random random;

    /** What is done. */
    @FunctionalInterface
    public interface Action {
        /** @param console is told what people would see */
        StageReport run(Disk disk, List<String> console);
    }

    /**
     * @param folder as it is before, all that may be damaged; its files keep their times
     * @param spare a place for a copy of it
     */
    public FlippedBits(Path folder, Path spare, long seed, Action action) throws IOException {
        this.folder = folder;
        this.kept = spare;
        this.action = action;
        this.random = new Random(seed);
        copy(folder, kept);
    }

    private record Outcome(int exit, String said, SortedMap<String, String> weights) {}

    /**
     * Returns the files that were damaged, by name, relative to the folder.
     *
     * @param mapped what a file's name ends with that is read in another way than by the disk
     */
    public List<String> inEveryFileThatIsRead(String mapped) throws IOException {
        TreeSet<Path> read = new TreeSet<>();
        Outcome whole = run(read);
        try (Stream<Path> files = Files.walk(kept)) {
            files.filter(file -> file.toString().endsWith(mapped))
                    .forEach(file -> read.add(folder.resolve(kept.relativize(file))));
        }
        assertThat(whole.exit()).as(whole.said()).isZero();
        List<String> damaged = new ArrayList<>();
        for (Path file : read) {
            Path name = folder.relativize(file);
            if (Files.isRegularFile(kept.resolve(name)) && Files.size(kept.resolve(name)) > 0) {
                damage(name, whole);
                damaged.add(name.toString());
            }
        }
        return damaged;
    }

    private void damage(Path name, Outcome whole) throws IOException {
        byte[] content = Files.readAllBytes(kept.resolve(name));
        for (int i = 0; i < (content.length > LARGE ? OF_A_LARGE_FILE : OF_A_SMALL_FILE); i++) {
            int at = random.nextInt(content.length);
            int bit = random.nextInt(Byte.SIZE);
            byte[] flipped = content.clone();
            flipped[at] ^= (byte) (1 << bit);
            restore();
            Path file = folder.resolve(name);
            var time = Files.getLastModifiedTime(file);
            Files.write(file, flipped);
            Files.setLastModifiedTime(file, time);

            Outcome outcome = run(new TreeSet<>());

            String what = name + ", bit " + bit + " of byte " + at + ": " + outcome.said();
            assertThat(outcome.said()).as(what).contains(named(name));
            if (outcome.exit() == 0) {
                assertThat(outcome.weights()).as(what).isEqualTo(whole.weights());
            }
        }
        restore();
    }

    /** A damaged list of digests is told from damage to what it lists by nobody: its folder's name has to do. */
    private static String named(Path name) {
        String file = name.getFileName().toString();
        boolean list = file.equals("manifest.json") || file.equals("index.json");
        return list ? name.getParent().getFileName().toString() : file;
    }

    private Outcome run(Set<Path> read) throws IOException {
        List<String> console = new ArrayList<>();
        Set<Path> written = new TreeSet<>();
        Disk disk = new ForwardingDisk() {
            @Override
            public SeekableByteChannel open(Path file) throws IOException {
                synchronized (read) {
                    if (!written.contains(file)) {
                        read.add(file);
                    }
                }
                return super.open(file);
            }

            @Override
            public void move(Path from, Path to) throws IOException {
                synchronized (read) {
                    written.add(to);
                }
                super.move(from, to);
            }
        };
        StageReport report = action.run(disk, console);
        return new Outcome(report.exit(), report.message() + "\n" + String.join("\n", console), weights());
    }

    private SortedMap<String, String> weights() throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.endsWith("last.safetensors")).toList()) {
                digests.put(
                        folder.relativize(file).toString(), FileDigest.of(file).sha256());
            }
        }
        return digests;
    }

    private void restore() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a))
                    .filter(f -> !f.equals(folder))
                    .toList()) {
                Files.delete(file);
            }
        }
        copy(kept, folder);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
