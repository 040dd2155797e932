package io.mlfd.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchScript;
import io.mlfd.trainer.nn.Parameter;
import java.util.List;

/**
 * Scales gradients down where their norm, as that of one vector, is above a bound (Pascanu, Mikolov and Bengio 2013, algorithm
 * 1), as {@code torch.nn.utils.clip_grad_norm_} with its defaults does: times {@code min(1, bound / (norm + 1e-6))}, without a
 * word where the norm is not finite.
 */
public final class GradientClip implements AutoCloseable {
    private static final String SCRIPT = "clip.torchscript";

    private final List<Parameter> parameters;
    private final double bound;
    private final NDManager owner;
    private final TorchScript script;

    /**
     * @param bound above 0
     * @param manager lives as long as this
     */
    public GradientClip(List<Parameter> parameters, double bound, NDManager manager) {
        if (!(bound > 0 && Double.isFinite(bound))) {
            throw new IllegalArgumentException("clipNorm: " + bound + " is not positive");
        }
        this.parameters = List.copyOf(parameters);
        this.bound = bound;
        owner = manager;
        script = ScriptSource.open(manager, "Clip", SCRIPT);
    }

    /** Of what has a gradient; the rest has none afterwards either. */
    public void clip() {
        List<NDArray> weights = parameters.stream().map(Parameter::tensor).toList();
        try (TorchScript.Arguments arguments =
                new TorchScript.Arguments().tensors(weights).number(bound)) {
            // The gradients come back only so that the script is not taken to be without effect.
            Autograd.withoutRecording(
                    () -> script.run("clip", arguments, owner).tensors().forEach(NDArray::close));
        }
    }

    @Override
    public void close() {
        script.close();
    }
}
