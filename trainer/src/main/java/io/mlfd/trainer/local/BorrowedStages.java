package io.mlfd.trainer.local;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Stages that another run has finished, copied into a run that asks for the same. Whether a copy is what this run would have
 * made is not for this class to say: it is looked at like every stage that an earlier call has left.
 */
final class BorrowedStages {
    private static final int BUFFER = 1 << 16;

    private final RunFolder folder;
    private final WholeFiles files;
    private final StopRequests stops;
    private final Consumer<String> lines;

    BorrowedStages(RunFolder folder, StopRequests stops, Consumer<String> lines) {
        this.folder = folder;
        this.files = folder.files();
        this.stops = stops;
        this.lines = lines;
    }

    /**
     * Copies every stage that is not finished here and is finished in one of the folders, from the first such.
     *
     * @throws LocalRunException when a folder holds no run
     * @throws StoppedException when asked to stop on the way; nothing is left half copied
     * @throws io.mlfd.trainer.storage.StorageException when a folder cannot be read, or this run's cannot be written
     */
    void take(Plan plan, List<Path> others) {
        List<RunFolder> lenders = others.stream().map(this::lender).toList();
        for (Stage stage : plan.stages()) {
            // A report is of its own run, and its page lies outside the stage's folder.
            if (stage.kind() != StageKind.REPORT && !isFinished(folder, stage)) {
                lenders.stream()
                        .filter(lender -> isFinished(lender, stage))
                        .findFirst()
                        .ifPresent(lender -> copy(stage, lender));
            }
        }
    }

    private RunFolder lender(Path path) {
        RunFolder lender = new RunFolder(path, files);
        if (!files.stored().isFolder(lender.stages())) {
            throw new LocalRunException(
                    ExitCode.BAD_ORDER, "--reuse: " + path + ": holds no run; name the folder of one, runs/NAME");
        }
        return lender;
    }

    private boolean isFinished(RunFolder run, Stage stage) {
        return files.stored().isFile(run.stageFolder(stage).resolve(VolumeLayout.MANIFEST));
    }

    private void copy(Stage stage, RunFolder lender) {
        Path from = lender.stageFolder(stage);
        Path to = folder.stageFolder(stage);
        Path temporary = to.resolveSibling(WholeFiles.TEMPORARY + to.getFileName());
        folder.removeTree(temporary);
        files.createFolders(temporary);
        try {
            for (Path file : files.stored().list(from)) {
                // Checkpoints are for a stage that is not finished.
                if (files.stored().isFile(file)
                        && !file.getFileName().toString().startsWith(WholeFiles.TEMPORARY)) {
                    files.write(temporary.resolve(file.getFileName()), out -> copy(file, out));
                }
            }
            // What is there is of a stage that has not finished: the finished one takes its place.
            folder.removeTree(to);
            files.rename(temporary, to);
        } catch (RuntimeException e) {
            folder.removeTree(temporary);
            throw e;
        }
        lines.accept("copied   " + stage.name() + " from " + lender.path());
    }

    private void copy(Path file, OutputStream out) throws IOException {
        byte[] bytes = new byte[BUFFER];
        try (InputStream in = Channels.newInputStream(files.stored().disk().open(file))) {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (stops.count() > 0) {
                    throw new StoppedException();
                }
                out.write(bytes, 0, read);
            }
        }
    }
}
