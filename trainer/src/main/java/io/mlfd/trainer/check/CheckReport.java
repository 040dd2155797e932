package io.mlfd.trainer.check;

import java.util.List;

/** What was found in the image folders of a run. */
public record CheckReport(List<SetReport> sets) {
    public CheckReport {
        sets = List.copyOf(sets);
    }

    /** The number of problems; with one or more, nothing should be trained. */
    public int problems() {
        return sets.stream().mapToInt(set -> set.problems().size()).sum();
    }

    /** The number of notes. */
    public int notes() {
        return sets.stream().mapToInt(set -> set.notes().size()).sum();
    }

    /** The number of images that were looked at. */
    public int images() {
        return sets.stream().mapToInt(SetReport::images).sum();
    }
}
