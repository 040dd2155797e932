package io.mlfd.trainer.data;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The classes that a data set has in its two main parts.
 *
 * @param remedy what else can be done about a class that is in one of them only
 * @param none what is said where there is no class at all
 */
record FolderClasses(SortedSet<String> train, SortedSet<String> test, String remedy, String none) {
    private static final int NAMES_SHOWN = 30;
    private static final String ONE_FORM = "rename one, or all with convmv -f utf8 -t utf8 --nfc";

    /** Those of folders, one a class. */
    static FolderClasses ofFolders(SortedSet<String> train, SortedSet<String> test) {
        return new FolderClasses(
                train,
                test,
                "remove the folder",
                "the train and test folders hold no class; each class is a folder with its images in it");
    }

    /** Those that are said in another way. */
    static FolderClasses ofFound(SortedSet<String> train, SortedSet<String> test) {
        return new FolderClasses(train, test, "name the classes to use in classes", "there is no class");
    }

    /**
     * The classes that are used, in the order of their labels: those that are in train and in test.
     *
     * @param asked these in this order; empty for all, sorted by name
     * @param problems takes every class that is in one of the two only, and every one that is asked for and not there
     */
    List<String> chosen(List<String> asked, Problems problems) {
        List<String> known = new ArrayList<>();
        for (String name : asked) {
            if (train.contains(name) || test.contains(name)) {
                known.add(name);
            } else {
                problems.add("classes: " + Problems.printable(name) + " is not there; "
                        + (inAnotherForm(name, train)
                                ? "a folder of that name in another Unicode form is: " + ONE_FORM
                                : "there are " + some(train)));
            }
        }
        if (asked.isEmpty()) {
            SortedSet<String> both = new TreeSet<>(train);
            both.addAll(test);
            known.addAll(both);
            if (both.isEmpty()) {
                problems.add(none);
            }
        }
        for (String name : known) {
            if (!train.contains(name) && inAnotherForm(name, train)) {
                problems.add("class " + Problems.printable(name)
                        + " is in train and test in two Unicode forms, which look the same and are not: " + ONE_FORM);
            } else if (!train.contains(name)) {
                problems.add("class " + Problems.printable(name)
                        + " is in test but not in train; add train images of it or " + remedy);
            } else if (!test.contains(name) && !inAnotherForm(name, test)) {
                problems.add("class " + Problems.printable(name)
                        + " is in train but not in test; add test images of it or " + remedy);
            }
        }
        return known.stream()
                .filter(name -> train.contains(name) && test.contains(name))
                .toList();
    }

    /** Whether there is a name that differs in nothing but whether accents are characters of their own, as file systems of macOS have it. */
    private static boolean inAnotherForm(String name, Set<String> names) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
        return names.stream()
                .anyMatch(other -> !other.equals(name)
                        && Normalizer.normalize(other, Normalizer.Form.NFC).equals(composed));
    }

    /** The first of names, for people. */
    static String some(SortedSet<String> names) {
        String shown =
                names.stream().limit(NAMES_SHOWN).map(Problems::printable).collect(Collectors.joining(", "));
        return names.size() > NAMES_SHOWN ? shown + " and " + (names.size() - NAMES_SHOWN) + " more" : shown;
    }
}
