package io.mlfd.trainer.stage;

import io.mlfd.api.DeviceChoice;
import io.mlfd.contract.StageOrder;
import io.mlfd.trainer.engine.Accelerator;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.progress.ProgressReporter;
import java.util.Optional;

/** The tensor library of one stage. A stage whose program computes nothing never loads it. */
public final class StageEngine {
    private final StageOrder order;
    private final ProgressReporter progress;
    private String version = TorchEngine.PYTORCH_VERSION;
    private Optional<Accelerator> accelerator = Optional.empty();

    public StageEngine(StageOrder order, ProgressReporter progress) {
        this.order = order;
        this.progress = progress;
    }

    TorchEngine open() {
        TorchEngine engine = TorchEngine.open(order.threads(), order.device().orElse(DeviceChoice.AUTO));
        version = TorchEngine.version();
        accelerator = engine.accelerator();
        engine.deviceNotice().ifPresent(progress::say);
        return engine;
    }

    /** Of the library that was opened, else of the one that belongs to this program. */
    String version() {
        return version;
    }

    /** The GPU that was computed on; empty for the CPU, and where nothing was computed. */
    Optional<Accelerator> accelerator() {
        return accelerator;
    }
}
