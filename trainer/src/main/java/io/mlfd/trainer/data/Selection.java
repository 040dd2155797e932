package io.mlfd.trainer.data;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What of a source is used.
 *
 * @param classes these classes in this order, which is the order of the labels; empty for all, sorted by name
 * @param trainPerClass at most so many train images of each class, the first by file name; those held back for validation
 *     are among them
 * @param testPerClass at most so many test images of each class, the first by file name
 * @param validation the part of each class's train images, above 0 and below 1, that is held back to select models; drawn
 *     at random by the seed, class by class
 */
public record Selection(
        List<String> classes, OptionalInt trainPerClass, OptionalInt testPerClass, OptionalDouble validation) {

    /** Everything, and no validation split. */
    public static final Selection ALL =
            new Selection(List.of(), OptionalInt.empty(), OptionalInt.empty(), OptionalDouble.empty());

    public Selection {
        classes = List.copyOf(classes);
        Problems problems = new Problems();
        HashSet<String> seen = new HashSet<>();
        for (String name : classes) {
            if (!seen.add(name)) {
                problems.add("classes: " + Problems.printable(name) + " is named twice; name each class once");
            }
        }
        requirePositive("trainPerClass", trainPerClass, problems);
        requirePositive("testPerClass", testPerClass, problems);
        if (validation.isPresent() && !(validation.getAsDouble() > 0 && validation.getAsDouble() < 1)) {
            problems.add("validation: " + validation.getAsDouble()
                    + " must be above 0 and below 1; leave it out for no validation split");
        }
        problems.throwIfAny();
    }

    private static void requirePositive(String field, OptionalInt value, Problems problems) {
        if (value.isPresent() && value.getAsInt() < 1) {
            problems.add(field + ": " + value.getAsInt() + " must be 1 or more");
        }
    }
}
