package io.mlfd.trainer.optim;

import io.mlfd.trainer.nn.Parameter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Parameters that are treated alike.
 *
 * @param weightDecay at least 0; PyTorch decays everything in a group, normalisation weights and biases included
 * @param rate what the group's learning rate is of the optimiser's, above 0
 */
public record ParameterGroup(List<Parameter> parameters, double weightDecay, double rate) {
    public ParameterGroup {
        parameters = List.copyOf(parameters);
        if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
            throw new IllegalArgumentException("weightDecay: " + weightDecay + " is negative or not finite");
        }
        if (!(rate > 0 && Double.isFinite(rate))) {
            throw new IllegalArgumentException("rate: " + rate + " is not above 0, or not finite");
        }
    }

    /** With the optimiser's own learning rate. */
    public ParameterGroup(List<Parameter> parameters, double weightDecay) {
        this(parameters, weightDecay, 1);
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

    /**
     * The same groups, each divided by the layers of its parameters, whose rates fall from the head to the stem.
     *
     * @param layerDecay what a layer's rate is of the next one's, above 0 and at most 1
     */
    public static List<ParameterGroup> byLayer(List<ParameterGroup> groups, double layerDecay) {
        Map<String, Double> rates = LayerRates.of(
                groups.stream()
                        .flatMap(group -> group.parameters().stream())
                        .map(Parameter::name)
                        .toList(),
                layerDecay);
        return groups.stream().flatMap(group -> group.divided(rates)).toList();
    }

    private Stream<ParameterGroup> divided(Map<String, Double> rates) {
        return parameters.stream()
                .collect(Collectors.groupingBy(
                        parameter -> rates.get(parameter.name()), TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(layer -> new ParameterGroup(layer.getValue(), weightDecay, rate * layer.getKey()));
    }
}
