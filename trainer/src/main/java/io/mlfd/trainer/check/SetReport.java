package io.mlfd.trainer.check;

import java.util.List;

/**
 * What was found in one data set.
 *
 * @param folder that was looked into
 * @param classes with their images; empty where the folder is no data set
 * @param problems that keep it from being used, a line each with the file or folder and the remedy
 */
public record SetReport(
        String dataset, String folder, List<ClassCount> classes, List<String> problems, List<Note> notes) {
    public SetReport {
        classes = List.copyOf(classes);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** Images of a class. {@code train}: without those that are held back for validation */
    public record ClassCount(String name, int train, int validation, int test) {
        int all() {
            return train + validation + test;
        }
    }

    /** Images in all. */
    public int images() {
        return classes.stream().mapToInt(ClassCount::all).sum();
    }
}
