package io.mlfd.trainer.check;

import io.mlfd.trainer.check.SetReport.ClassCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is odd about the number of classes, and of images in each. */
final class ClassNotes {
    /** From this ratio on a network that never names the small class is hardly worse for it. */
    private static final int IMBALANCE = 10;

    private final List<ClassCount> classes;

    ClassNotes(List<ClassCount> classes) {
        this.classes = classes;
    }

    List<Note> notes() {
        List<Note> notes = new ArrayList<>();
        if (classes.size() == 1) {
            notes.add(new Note(
                    "there is one class, " + classes.get(0).name() + ": every answer is right, and nothing is learnt",
                    List.of()));
        }
        if (classes.size() > 1) {
            Comparator<ClassCount> bySize = Comparator.comparingInt(ClassCount::train);
            ClassCount smallest = classes.stream().min(bySize).orElseThrow();
            ClassCount largest = classes.stream().max(bySize).orElseThrow();
            if (largest.train() >= (long) IMBALANCE * smallest.train()) {
                notes.add(new Note(
                        "classes are uneven: class " + largest.name() + " has " + largest.train()
                                + " train images, class " + smallest.name() + " has " + smallest.train()
                                + "; an accuracy over all images says little of the small ones",
                        classes.stream()
                                .map(count -> count.name() + ": " + count.train())
                                .toList()));
            }
        }
        return notes;
    }
}
