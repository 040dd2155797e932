package io.mlfd.trainer.local;

import io.mlfd.contract.Progress;
import io.mlfd.run.RunState;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A runner on a machine that is none, in a folder of its own, and what it says. */
final class RunnerRig {
    /** The stages of {@link Runs#small()} in their order. */
    static final List<String> STAGES = List.of("teacher/a", "teacher/b", "joint", "distill/a", "distill/b", "report");

    private final FakeMachine machine = new FakeMachine();
    private final List<String> lines = new ArrayList<>();
    private final Path folder;

    /** @param temporary the folder of the run is made somewhere in it */
    RunnerRig(Path temporary) {
        this(temporary, "small");
    }

    /** @param name of the folder, where several lie in it */
    RunnerRig(Path temporary, String name) {
        folder = temporary.resolve("runs").resolve(name);
    }

    RunOutcome run(LocalRun run) {
        return new LocalRunner(
                        new RunFolder(folder, new WholeFiles(Disk.local())),
                        machine,
                        machine,
                        (data, into, lines) -> {},
                        new FileLocks(1),
                        new Listening(),
                        machine,
                        machine,
                        machine,
                        machine)
                .run(run);
    }

    FakeMachine machine() {
        return machine;
    }

    /** Said since the last {@link #forgetLines}. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    void forgetLines() {
        lines.clear();
    }

    Path folder() {
        return folder;
    }

    private final class Listening implements RunView {
        @Override
        public void line(String line) {
            lines.add(line);
        }

        @Override
        public boolean wantsProgress() {
            return true;
        }

        @Override
        public void show(RunState state, Map<String, Progress> progress, Instant now) {}

        @Override
        public void close() {}
    }
}
