package io.mlfd.trainer.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which images of a data set are left out because they cannot be decoded, and whether enough are left. */
final class SkippedImages {
    private final List<String> classNames;
    private final List<String> names = new ArrayList<>();
    private final Map<Place, Integer> good = new LinkedHashMap<>();
    private final Map<Place, Integer> bad = new LinkedHashMap<>();

    private record Place(Split split, int label) {}

    SkippedImages(List<String> classNames) {
        this.classNames = classNames;
    }

    void good(Split split, int label) {
        good.merge(new Place(split, label), 1, Integer::sum);
    }

    void bad(Split split, int label, String name) {
        names.add(name);
        bad.merge(new Place(split, label), 1, Integer::sum);
    }

    /** Those that are left out, by their names, in order. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** A class of which nothing is left was not meant to go. */
    void requireSomeOfEveryClass(String folder, Problems problems) {
        bad.forEach((place, count) -> {
            if (!good.containsKey(place)) {
                problems.add(Problems.printable(folder) + ": class "
                        + Problems.printable(classNames.get(place.label())) + " has no "
                        + place.split().label() + " image that can be decoded, " + count
                        + " cannot; add good ones or leave the class out");
            }
        });
    }
}
