package io.mlfd.trainer.optim;

import io.mlfd.trainer.nn.Parameter;
import java.util.List;

/**
 * Parameters that are treated alike.
 *
 * @param weightDecay at least 0; PyTorch decays everything in a group, normalisation weights and biases included
 */
public record ParameterGroup(List<Parameter> parameters, double weightDecay) {
    public ParameterGroup {
        parameters = List.copyOf(parameters);
        if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
            throw new IllegalArgumentException("weightDecay: " + weightDecay + " is negative or not finite");
        }
    }

    /** One group of everything, PyTorch's default. */
    public static List<ParameterGroup> all(List<Parameter> parameters, double weightDecay) {
        return List.of(new ParameterGroup(parameters, weightDecay));
    }

    /** Two groups: what has one axis (biases, normalisation) is not decayed, the rest is. */
    public static List<ParameterGroup> decayOnlyMatrices(List<Parameter> parameters, double weightDecay) {
        return List.of(
                new ParameterGroup(
                        parameters.stream()
                                .filter(p -> p.shape().dimension() > 1)
                                .toList(),
                        weightDecay),
                new ParameterGroup(
                        parameters.stream()
                                .filter(p -> p.shape().dimension() <= 1)
                                .toList(),
                        0));
    }
}
