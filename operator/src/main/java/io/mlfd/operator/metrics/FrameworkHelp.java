package io.mlfd.operator.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;
import java.util.Set;

/**
 * Help texts for what the operator framework counts, which has none. The number of a try is no label: tries have no end, and each
 * would be a series of its own.
 */
public final class FrameworkHelp implements MeterFilter {
    /** By name of the meter. */
    public static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry(
                    "operator.sdk.reconciliations.queue.size.mlfdrun",
                    "Runs that wait to be looked at: the work queue."),
            Map.entry("operator.sdk.reconciliations.executions.mlfdrun", "Runs that are being looked at now."),
            Map.entry("operator.sdk.reconciliations.started", "Looks at runs that were begun."),
            Map.entry("operator.sdk.reconciliations.success", "Looks at runs that ended well."),
            Map.entry("operator.sdk.reconciliations.failed", "Looks at runs that failed and are tried again."),
            Map.entry("operator.sdk.events.received", "Changes of runs and of their objects that were seen."),
            Map.entry("operator.sdk.events.delete", "Deletions of runs that were seen."),
            Map.entry("operator.sdk.controllers.execution.reconcile", "Time that looks at runs took."),
            Map.entry(
                    "operator.sdk.controllers.execution.reconcile.success",
                    "Looks at runs that ended well, by what they wrote."),
            Map.entry(
                    "operator.sdk.controllers.execution.reconcile.failure",
                    "Looks at runs that failed, by the exception."),
            Map.entry("operator.sdk.controllers.execution.cleanup", "Time that clean-ups of runs took."));

    private static final Set<String> NO_LABELS =
            Set.of("reconciliations.retries.number", "reconciliations.retries.last");

    @Override
    public Meter.Id map(Meter.Id id) {
        String text = TEXTS.get(id.getName());
        if (text == null) {
            return id;
        }
        Tags tags = Tags.of(id.getTags().stream()
                .filter(tag -> !NO_LABELS.contains(tag.getKey()))
                .toList());
        return new Meter.Id(id.getName(), tags, id.getBaseUnit(), text, id.getType());
    }
}
