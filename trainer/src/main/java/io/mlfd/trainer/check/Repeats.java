package io.mlfd.trainer.check;

import io.mlfd.trainer.check.Picture.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Images that are there more than once: in several splits, in several data sets, under several classes. */
final class Repeats {
    /** Lines of a note; a copy of a large data set has no more to say than these. */
    private static final int MOST_LINES = 10_000;

    private static final int NAMES_SHOWN = 10;

    private final List<String> datasets;
    private final Map<Part, Integer> sizes = new LinkedHashMap<>();
    private final List<List<Picture>> groups;
    private final Map<Integer, List<Integer>> alike = new HashMap<>();

    /**
     * @param datasets in the order of the run
     * @param pictures of all of them
     */
    Repeats(List<String> datasets, List<Picture> pictures) {
        this.datasets = datasets;
        pictures.forEach(picture -> sizes.merge(picture.part(), 1, Integer::sum));
        this.groups = List.copyOf(pictures.stream()
                .collect(Collectors.groupingBy(
                        picture -> picture.appearance().pixels(), LinkedHashMap::new, Collectors.toList()))
                .values());
        new Lookalikes()
                .among(groups.stream().map(group -> group.get(0).appearance()).toList())
                .forEach(pair -> {
                    alike.computeIfAbsent(pair.first(), key -> new ArrayList<>())
                            .add(pair.second());
                    alike.computeIfAbsent(pair.second(), key -> new ArrayList<>())
                            .add(pair.first());
                });
    }

    /** What is to be told of a data set: its own images, and those that it shares with data sets before it or is tested on. */
    List<Note> of(String dataset) {
        List<Note> notes = new ArrayList<>();
        for (Part part : sizes.keySet()) {
            if (part.dataset().equals(dataset)) {
                sizes.keySet().stream().filter(other -> isTold(part, other)).forEach(other -> shared(part, other)
                        .ifPresent(notes::add));
            }
        }
        severalClasses(dataset).ifPresent(notes::add);
        copies(dataset).ifPresent(notes::add);
        return notes;
    }

    /** Each two parts once, from the one that should have been kept apart. */
    private boolean isTold(Part part, Part other) {
        int apart = Integer.compare(distance(part), distance(other));
        return apart > 0 || (apart == 0 && datasets.indexOf(part.dataset()) > datasets.indexOf(other.dataset()));
    }

    private static int distance(Part part) {
        return switch (part.split()) {
            case TRAIN -> 0;
            case VALIDATION -> 1;
            case TEST -> 2;
        };
    }

    private Optional<Note> shared(Part part, Part other) {
        List<String> lines = new ArrayList<>();
        int equal = 0;
        int similar = 0;
        for (int group = 0; group < groups.size(); group++) {
            List<Picture> pictures = groups.get(group).stream().filter(in(part)).toList();
            if (pictures.isEmpty()) {
                continue;
            }
            Optional<Picture> same = first(List.of(group), in(other));
            Optional<Picture> like = first(alike.getOrDefault(group, List.of()), in(other));
            if (same.isPresent()) {
                equal += pictures.size();
                addLines(lines, pictures, " is ", same.get());
            } else if (like.isPresent()) {
                similar += pictures.size();
                addLines(lines, pictures, " looks like ", like.get());
            }
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(note(part, other, equal, similar, lines));
    }

    private Note note(Part part, Part other, int equal, int similar, List<String> lines) {
        String where = other.split().label() + " images"
                + (part.dataset().equals(other.dataset()) ? "" : " of data set " + other.dataset());
        String count = equal > 0
                ? equal + " are " + where + " too" + (similar > 0 ? ", " + similar + " more look like one" : "")
                : similar + " look like " + where;
        String why = distance(other) < distance(part) ? ": an accuracy on them is one of memory" : "";
        return new Note(
                "of the " + sizes.get(part) + " " + part.split().label() + " images " + count + why + "; "
                        + lines.get(0),
                lines);
    }

    private Optional<Note> severalClasses(String dataset) {
        List<String> lines = new ArrayList<>();
        int found = 0;
        for (List<Picture> group : groups) {
            Map<String, Picture> byClass = new LinkedHashMap<>();
            group.stream()
                    .filter(picture -> picture.part().dataset().equals(dataset))
                    .forEach(picture -> byClass.putIfAbsent(picture.className(), picture));
            if (byClass.size() > 1) {
                found++;
                add(lines, names(byClass.values()));
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Note(
                        times(found, "image stands", "images stand") + " under more than one class; " + lines.get(0),
                        lines));
    }

    private Optional<Note> copies(String dataset) {
        List<String> lines = new ArrayList<>();
        int found = 0;
        for (Part part : sizes.keySet()) {
            for (List<Picture> group : groups) {
                List<Picture> here = part.dataset().equals(dataset)
                        ? group.stream().filter(in(part)).toList()
                        : List.of();
                if (here.size() > 1) {
                    found += here.size() - 1;
                    add(lines, names(here));
                }
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Note(
                        times(found, "image is a copy", "images are copies") + " of another in the same split; "
                                + lines.get(0),
                        lines));
    }

    private Optional<Picture> first(List<Integer> among, Predicate<Picture> which) {
        return among.stream()
                .flatMap(group -> groups.get(group).stream())
                .filter(which)
                .findFirst();
    }

    private static Predicate<Picture> in(Part part) {
        return picture -> picture.part().equals(part);
    }

    private static void addLines(List<String> lines, List<Picture> pictures, String verb, Picture other) {
        for (Picture picture : pictures) {
            add(lines, picture.name() + verb + other.seenFrom(picture.part().dataset()));
        }
    }

    private static void add(List<String> lines, String line) {
        if (lines.size() < MOST_LINES) {
            lines.add(line);
        } else if (lines.size() == MOST_LINES) {
            lines.add("and more; these are the first " + MOST_LINES);
        }
    }

    private static String names(Collection<Picture> pictures) {
        String shown = pictures.stream().limit(NAMES_SHOWN).map(Picture::name).collect(Collectors.joining(" = "));
        return pictures.size() > NAMES_SHOWN ? shown + " and " + (pictures.size() - NAMES_SHOWN) + " more" : shown;
    }

    private static String times(int count, String one, String several) {
        return count + " " + (count == 1 ? one : several);
    }
}
