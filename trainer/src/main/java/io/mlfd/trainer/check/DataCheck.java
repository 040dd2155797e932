package io.mlfd.trainer.check;

import io.mlfd.trainer.check.Picture.Part;
import io.mlfd.trainer.check.SetReport.ClassCount;
import io.mlfd.trainer.data.Examination;
import io.mlfd.trainer.data.ExaminedImage;
import io.mlfd.trainer.data.ImageFolderListing;
import io.mlfd.trainer.data.ImageFolderSource;
import io.mlfd.trainer.data.KnownImages;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.stop.StopSignal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Looks into every image of every folder, so that everything that is wrong is known at once and before anything else. */
public final class DataCheck {
    private final int threads;
    private final StopSignal stop;
    private final Progress progress;

    /** Told how many images of a data set are done; called from several threads. */
    @FunctionalInterface
    public interface Progress {
        void report(String dataset, int done, int all);
    }

    /** @param threads that decode at once */
    public DataCheck(int threads, StopSignal stop, Progress progress) {
        this.threads = threads;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * A data set to be looked at.
     *
     * @param path of its folder, for people
     * @param found what lies there
     * @param size that its images are trained at, where that is known: height and width in pixels
     */
    public record Folder(String path, ImageFolderSource.Found found, OptionalInt size) {}

    /**
     * What was found.
     *
     * @param known by data set what a stage would find that reads its images, where nothing is wrong with them
     */
    public record Outcome(CheckReport report, Map<String, KnownImages> known) {}

    private record Looked(
            String dataset,
            String folder,
            List<ClassCount> classes,
            List<String> problems,
            List<ExaminedImage> images,
            Optional<KnownImages> known) {}

    /**
     * @param folders by data set, in the order in which they are told
     * @param seed decides which train images are held back for validation
     * @throws io.mlfd.trainer.storage.StorageException when something cannot be read that may be readable again
     * @throws io.mlfd.trainer.stop.StoppedException when a stop is asked for meanwhile
     */
    public CheckReport of(Map<String, ImageFolderSource> folders, long seed) {
        Map<String, Folder> found = new LinkedHashMap<>();
        folders.forEach((name, source) ->
                found.put(name, new Folder(source.path(), source.find(seed, stop), OptionalInt.empty())));
        return of(found).report();
    }

    /**
     * As the other, of folders that are listed already.
     *
     * @param folders by data set, in the order in which they are told
     */
    public Outcome of(Map<String, Folder> folders) {
        List<Looked> sets = folders.entrySet().stream()
                .map(folder -> look(folder.getKey(), folder.getValue()))
                .toList();
        Repeats repeats = new Repeats(
                sets.stream().map(Looked::dataset).toList(),
                sets.stream().flatMap(set -> pictures(set).stream()).toList());
        CheckReport report = new CheckReport(sets.stream()
                .map(set ->
                        new SetReport(set.dataset(), set.folder(), set.classes(), set.problems(), notes(set, repeats)))
                .toList());
        Map<String, KnownImages> known = new LinkedHashMap<>();
        sets.forEach(set -> set.known().ifPresent(images -> known.put(set.dataset(), images)));
        return new Outcome(report, known);
    }

    private Looked look(String dataset, Folder folder) {
        Optional<ImageFolderListing> listing = folder.found().listing();
        if (listing.isEmpty()) {
            return new Looked(
                    dataset, folder.path(), List.of(), folder.found().problems(), List.of(), Optional.empty());
        }
        int all = IntStream.of(
                        listing.get().count(Split.TRAIN),
                        listing.get().count(Split.VALIDATION),
                        listing.get().count(Split.TEST))
                .sum();
        Examination examination =
                listing.get().examine(folder.size(), threads, stop, done -> progress.report(dataset, done, all));
        List<String> problems = new ArrayList<>(folder.found().problems());
        problems.addAll(examination.problems());
        return new Looked(
                dataset,
                listing.get().folder(),
                classes(listing.get()),
                problems,
                examination.images(),
                examination.known().filter(images -> problems.isEmpty()));
    }

    private static List<ClassCount> classes(ImageFolderListing listing) {
        int[] train = listing.classCounts(Split.TRAIN);
        int[] validation = listing.classCounts(Split.VALIDATION);
        int[] test = listing.classCounts(Split.TEST);
        return IntStream.range(0, train.length)
                .mapToObj(label ->
                        new ClassCount(listing.classNames().get(label), train[label], validation[label], test[label]))
                .toList();
    }

    private static List<Picture> pictures(Looked set) {
        Map<Split, Part> parts = new LinkedHashMap<>();
        for (Split split : Split.values()) {
            parts.put(split, new Part(set.dataset(), split));
        }
        return set.images().stream()
                .flatMap(image -> image.appearance().stream()
                        .map(appearance -> new Picture(
                                parts.get(image.split()),
                                set.classes().get(image.label()).name(),
                                image.name(),
                                appearance)))
                .toList();
    }

    private static List<Note> notes(Looked set, Repeats repeats) {
        List<Note> notes = new ArrayList<>(new ClassNotes(set.classes()).notes());
        notes.addAll(repeats.of(set.dataset()));
        skipped(set.images()).ifPresent(notes::add);
        turned(set.images()).ifPresent(notes::add);
        return notes;
    }

    private static Optional<Note> skipped(List<ExaminedImage> images) {
        List<String> reasons = images.stream()
                .filter(ExaminedImage::skipped)
                .flatMap(image -> image.why().stream())
                .toList();
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(new Note(
                        reasons.size() + (reasons.size() == 1 ? " image is" : " images are")
                                + " left out, as onBadImage wants it; " + reasons.get(0),
                        reasons));
    }

    private static Optional<Note> turned(List<ExaminedImage> images) {
        List<String> names = images.stream()
                .filter(ExaminedImage::turned)
                .map(ExaminedImage::name)
                .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(new Note(
                        names.size() + (names.size() == 1 ? " image has" : " images have")
                                + " an EXIF orientation, which is not followed: it is seen as its pixels lie; "
                                + names.get(0),
                        names));
    }
}
