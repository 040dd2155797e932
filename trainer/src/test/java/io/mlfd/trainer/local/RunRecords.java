package io.mlfd.trainer.local;

import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.util.List;

/** Writes what a runner writes of a run into its folder. */
public final class RunRecords {
    private RunRecords() {}

    public static void write(Path folder, MLFDRun run) {
        RunIdentity identity = RunIdentity.of(run);
        MLFDRunStatus none = MLFDRunStatus.of(1L, "Running", List.of());
        new RunFolder(folder, new WholeFiles(Disk.local())).write(RunRecord.of(identity, none));
    }
}
