package io.mlfd.trainer.cli;

import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.plan.estimate.Bytes;
import io.mlfd.plan.estimate.Estimate;
import io.mlfd.plan.estimate.PlanEstimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the stages of a plan take, for people. */
final class SizeText {
    private static final int THOUSAND = 1000;

    private final Plan plan;
    private final PlanEstimate estimate;

    SizeText(Plan plan, PlanEstimate estimate) {
        this.plan = plan;
        this.estimate = estimate;
    }

    /**
     * What there is.
     *
     * @param memory of the machine, in bytes
     * @param stages at once
     * @param free bytes of the volume that a run would be on
     * @param volume it, for people
     */
    record Room(long memory, int stages, long free, String volume) {}

    /**
     * @param counted data sets whose images were counted
     */
    String text(Room room, Set<String> counted) {
        Columns columns = new Columns(1, 2);
        columns.row("STAGE", "MEMORY", "CACHE");
        for (Stage stage : plan.stages()) {
            Estimate its = estimate.of(stage);
            columns.row(stage.name(), Bytes.text(its.memory()), cache(its));
        }
        List<String> lines = new ArrayList<>();
        lines.add("about " + Bytes.text(estimate.atOnce(room.stages())) + " of memory with --parallelism "
                + room.stages() + ", this machine has " + Bytes.text(room.memory()));
        if (estimate.cache() > 0) {
            lines.add(Bytes.text(estimate.cache()) + " of caches in all, free at " + room.volume() + " are "
                    + Bytes.text(room.free()));
        }
        uncounted(counted).ifPresent(lines::add);
        List<String> warnings = new ArrayList<>(estimate.beyondMachine(room.memory(), room.stages(), Optional.empty()));
        warnings.addAll(estimate.beyondPods());
        estimate.beyondVolume(room.free(), room.volume()).ifPresent(warnings::add);
        warnings.forEach(warning -> lines.add("warning: " + warning));
        return columns.text() + String.join("\n", lines) + "\n";
    }

    private static String cache(Estimate its) {
        if (its.unknown().cache() > 0) {
            return Bytes.text(THOUSAND * its.unknown().cache()) + "/1000";
        }
        return its.cache() == 0 ? "-" : Bytes.text(its.cache());
    }

    /** What is missing in the table, because nobody said where images lie. */
    private Optional<String> uncounted(Set<String> counted) {
        List<String> missing = plan.datasets().stream()
                .map(dataset -> dataset.name())
                .filter(name -> !counted.contains(name))
                .toList();
        long pixels = plan.stages().stream()
                .map(stage -> estimate.of(stage).unknown().pixels())
                .max(Comparator.naturalOrder())
                .orElse(0L);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("and " + Bytes.text(THOUSAND * pixels) + " of memory for 1000 images of "
                        + String.join(", ", missing) + "; --data DIR counts them");
    }
}
