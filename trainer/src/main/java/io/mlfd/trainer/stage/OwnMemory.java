package io.mlfd.trainer.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The most memory that this process has had so far. */
@FunctionalInterface
public interface OwnMemory {
    /**
     * Bytes that are the process's own, without the files that are mapped into it now, which the kernel takes back where they
     * are wanted; empty where the system does not tell.
     */
    OptionalLong peak();

    /** Whether all of it is of one stage; a process that carried out others before may have had its most with them. */
    default boolean ofOneStage() {
        return true;
    }

    /** The same of a process that carried out other stages before. */
    default OwnMemory afterOtherStages() {
        OwnMemory whole = this;
        return new OwnMemory() {
            @Override
            public OptionalLong peak() {
                return whole.peak();
            }

            @Override
            public boolean ofOneStage() {
                return false;
            }
        };
    }

    /** As Linux tells it. */
    static OwnMemory ofThisProcess() {
        return () -> {
            try {
                return peak(Files.readAllLines(Path.of("/proc/self/status")));
            } catch (IOException e) {
                return OptionalLong.empty();
            }
        };
    }

    /** @param status lines of the form {@code VmHWM:     742 kB} */
    private static OptionalLong peak(List<String> status) {
        OptionalLong most = value(status, "VmHWM:");
        OptionalLong files = value(status, "RssFile:");
        return most.isPresent() && files.isPresent()
                ? OptionalLong.of(most.getAsLong() - files.getAsLong())
                : OptionalLong.empty();
    }

    private static OptionalLong value(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }
}
