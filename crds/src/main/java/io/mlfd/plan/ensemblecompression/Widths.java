package io.mlfd.plan.ensemblecompression;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import java.util.List;

/** The widths that are trained at once. {@code fractions}: of the width of the data set's model */
record Widths(List<Double> fractions) {
    Widths {
        fractions = List.copyOf(fractions);
    }

    /** Channels of a student's first stage, rounded, halves up; 0 for a student that cannot be. */
    static int channels(double fraction, NetworkShape model) {
        return Math.toIntExact(Math.round(fraction * model.width()));
    }

    /** Of a data set whose widths were checked: its model in every width, behind the stem of the model. */
    List<NetworkSpec> of(DatasetWork work) {
        NetworkShape model = NetworkShapes.of(work.network());
        return fractions.stream()
                .map(fraction -> model.withWidth(channels(fraction, model)).withStem(model.stem()))
                .map(NetworkShape::spec)
                .toList();
    }
}
