package io.mlfd.trainer.loop;

import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.progress.ProgressReporter;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.ForwardingDisk;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.storage.WholeFiles;
import io.mlfd.trainer.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A training that is part of nothing, in a folder of its own. */
record TestHost(
        StageFolder folder,
        int checkpointSeconds,
        StopSignal stop,
        InstantSource clock,
        Ticker ticker,
        ProgressReporter progress)
        implements LoopHost {
    /** Every look at its clock takes a fifth of a second. */
    static TestHost in(Path root, int checkpointSeconds, StopSignal stop, Consumer<String> lines) {
        AtomicLong ticks = new AtomicLong();
        AtomicLong looks = new AtomicLong();
        return new TestHost(
                StageFolder.open(
                        root, VolumeLayout.stageFolder("training", "key"), new WholeFiles(new HastyDisk()), lines),
                checkpointSeconds,
                stop,
                // Whoever sets this machine's clock sets it back by an hour, again and again.
                () -> Instant.EPOCH.minusSeconds(3600 * looks.getAndIncrement()),
                // Every look takes a fifth of a second.
                () -> Duration.ofMillis(200 * ticks.getAndIncrement()),
                new QuietProgress(lines));
    }

    @Override
    public String contentKey() {
        return "content";
    }

    @Override
    public int attempt() {
        return 1;
    }

    /** Forces nothing to the disk: a test's power is not cut, and it writes thousands of files. */
    private static final class HastyDisk extends ForwardingDisk {
        @Override
        public void sync(Path path) {}
    }
}
