package io.mlfd.trainer.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The images that were found, by class and split, each in the order in which they were added. */
final class FoundImages {
    private static final int LONGEST_CLASS = 255;

    private final ScanLimits limits;
    private final Problems problems;
    private final Map<String, Map<Split, List<FoundImage>>> classes = new TreeMap<>(CodePointOrder.INSTANCE);
    private int count;

    FoundImages(ScanLimits limits, Problems problems) {
        this.limits = limits;
        this.problems = problems;
    }

    /**
     * @param at what stands in front of a problem: a file, or a file and a line
     * @throws BadInputException when there are more than there may be
     */
    void add(String at, FoundImage image) {
        String name = image.className();
        if (name.isBlank()) {
            problems.add(at + "has no class; give it one or take it out");
        } else if (name.length() > LONGEST_CLASS) {
            problems.add(at + "has a class of " + name.length() + " characters, over the limit of " + LONGEST_CLASS);
        } else if (name.codePoints().anyMatch(Character::isISOControl)) {
            problems.add(at + "has a class with a control character in it: " + Problems.printable(name));
        } else {
            require(count < limits.files(), at, limits.files() + " images");
            require(classes.containsKey(name) || classes.size() < limits.classes(), at, limits.classes() + " classes");
            count++;
            classes.computeIfAbsent(name, key -> new EnumMap<>(Split.class))
                    .computeIfAbsent(image.split(), key -> new ArrayList<>())
                    .add(image);
        }
    }

    private void require(boolean holds, String at, String limit) {
        if (!holds) {
            problems.add(at + "takes the data set over its limit of " + limit + "; use fewer");
            problems.throwIfAny();
        }
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return classes.isEmpty();
    }

    /** The classes that have an image in a split. */
    SortedSet<String> classes(Split split) {
        SortedSet<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
        classes.forEach((name, found) -> {
            if (found.containsKey(split)) {
                names.add(name);
            }
        });
        return names;
    }

    /** Those of a class in a split. */
    List<FoundImage> of(String className, Split split) {
        return classes.getOrDefault(className, Map.of()).getOrDefault(split, List.of());
    }
}
