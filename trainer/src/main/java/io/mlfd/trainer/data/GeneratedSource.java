package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Images drawn by the program, for a run without any download. An image is a pure function of kind, class, split, number and
 * seed; it is drawn at the size asked for, not resized. A longer set begins with the images of a shorter one.
 *
 * @param selection must say {@code trainPerClass} and {@code testPerClass}, each at most {@value #MOST_PER_CLASS}
 */
public record GeneratedSource(GeneratedKind kind, Selection selection) implements DataSetSource {

    static final int MOST_PER_CLASS = 100_000;

    public GeneratedSource {
        Problems problems = new Problems();
        requireCount("trainPerClass", selection.trainPerClass(), problems);
        requireCount("testPerClass", selection.testPerClass(), problems);
        for (String name : selection.classes()) {
            if (!kind.classNames().contains(name)) {
                problems.add("classes: " + Problems.printable(name) + " is not in " + kind.label() + "; there are "
                        + String.join(", ", kind.classNames()));
            }
        }
        problems.throwIfAny();
    }

    @Override
    public GeneratedListing list(long seed, StopSignal stop) {
        List<String> classNames = selection.classes().isEmpty() ? kind.classNames() : selection.classes();
        StratifiedSplit validation = StratifiedSplit.validation(seed, selection.validation());
        Map<Split, List<GeneratedImage>> images = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            images.put(split, new ArrayList<>());
        }
        Problems problems = new Problems();
        for (int label = 0; label < classNames.size(); label++) {
            String className = classNames.get(label);
            boolean[] heldBack =
                    validation.heldBack(className, selection.trainPerClass().orElseThrow(), problems);
            for (int number = 0; number < heldBack.length; number++) {
                images.get(heldBack[number] ? Split.VALIDATION : Split.TRAIN)
                        .add(new GeneratedImage(Split.TRAIN, className, number, label));
            }
            for (int number = 0; number < selection.testPerClass().orElseThrow(); number++) {
                images.get(Split.TEST).add(new GeneratedImage(Split.TEST, className, number, label));
            }
        }
        problems.throwIfAny();
        return new GeneratedListing(kind, seed, classNames, images);
    }

    private static void requireCount(String field, OptionalInt count, Problems problems) {
        if (count.isEmpty()) {
            problems.add(field + ": is missing; a generated set needs the number of images to draw");
        } else if (count.getAsInt() > MOST_PER_CLASS) {
            problems.add(field + ": " + count.getAsInt() + " must be at most " + MOST_PER_CLASS);
        }
    }
}
