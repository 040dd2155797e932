package io.mlfd.result;

import java.util.Optional;

/**
 * One network of one seed measured on one test set: what a result table is made from.
 *
 * @param value as {@link Metric.Unit} says
 * @param count test images
 * @param right which of them were classified rightly, where that is known and the metric is an accuracy
 */
public record Measured(
        String dataset,
        long seed,
        Role role,
        Metric metric,
        Selection selection,
        double value,
        int count,
        Optional<RightAnswers> right) {}
