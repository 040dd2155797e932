package io.mlfd.trainer.stage;

import io.mlfd.trainer.BuiltInPrograms;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import io.mlfd.trainer.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Runners of real stages, for tests. */
public final class Runners {
    private Runners() {}

    public static StageRunner builtIn() {
        return new StageRunner(new BuiltInPrograms(), environment(line -> {}));
    }

    public static StageRunner builtIn(Disk disk) {
        return new StageRunner(new BuiltInPrograms(), environment(line -> {}), new WholeFiles(disk));
    }

    public static StageRunner of(StagePrograms programs, Consumer<String> console, Disk disk) {
        return new StageRunner(programs, environment(console), new WholeFiles(disk));
    }

    public static StageEnvironment environment(Consumer<String> console) {
        return new StageEnvironment(
                "test",
                Instant.EPOCH,
                InstantSource.system(),
                Ticker.startingAt(Duration.ZERO),
                Links.WITHIN_ROOT,
                console,
                OptionalLong::empty);
    }
}
