package io.mlfd.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchScript;
import java.util.List;

/**
 * Moves tensors towards others, as {@code torch.optim.swa_utils.get_ema_multi_avg_fn} does:
 *
 * <pre>
 * a = a + (1 - decay) * (w - a)
 * </pre>
 */
public final class RunningMean implements AutoCloseable {
    private static final String SCRIPT = "average.torchscript";

    private final double decay;
    private final NDManager owner;
    private final TorchScript script;

    /**
     * @param decay in [0, 1)
     * @param manager lives as long as this
     */
    public RunningMean(double decay, NDManager manager) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("decay: " + decay + " is not in [0, 1)");
        }
        this.decay = decay;
        owner = manager;
        script = ScriptSource.open(manager, "Average", SCRIPT);
    }

    /** @param values as many as averages, of the same shapes and data types; they stay as they are */
    public void move(List<NDArray> averages, List<NDArray> values) {
        try (TorchScript.Arguments arguments =
                new TorchScript.Arguments().tensors(averages).tensors(values).number(1 - decay)) {
            Autograd.withoutRecording(() -> script.run("mix", arguments, owner));
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
