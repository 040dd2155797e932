package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The images of an image folder, by split; files are sorted by class and name. */
public final class ImageFolderListing implements DataSetListing {

    // 2: 16-bit PNGs give the high byte, and JPEGs without a JFIF header the colours that libjpeg sees.
    private static final String FORMAT = "image folder 2";

    private final String folder;
    private final List<String> classNames;
    private final Map<Split, List<ImageFile>> images;
    private final boolean skipsBadImages;
    private final ImageReading reading;

    ImageFolderListing(
            String folder,
            List<String> classNames,
            Map<Split, List<ImageFile>> images,
            boolean skipsBadImages,
            ImageReading reading) {
        this.skipsBadImages = skipsBadImages;
        this.reading = reading;
        this.folder = folder;
        this.classNames = List.copyOf(classNames);
        this.images = new EnumMap<>(Split.class);
        images.forEach((split, files) -> this.images.put(split, List.copyOf(files)));
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int count(Split split) {
        return images.get(split).size();
    }

    /** The names of a split's images: paths below the data set's folder, with {@code /}. */
    public List<String> names(Split split) {
        return images.get(split).stream().map(ImageFile::name).toList();
    }

    /** The number of images of each class in a split, by label. */
    public int[] classCounts(Split split) {
        int[] counts = new int[classNames.size()];
        images.get(split).forEach(image -> counts[image.label()]++);
        return counts;
    }

    /** The folder, for people. */
    public String folder() {
        return folder;
    }

    /** The shorter sides, in pixels, of at most about {@code most} train images; of those that can be decoded. */
    public IntStream shorterSides(int most) {
        List<ImageFile> train = images.get(Split.TRAIN);
        int step = Math.max(1, train.size() / most);
        return IntStream.iterate(0, i -> i < train.size(), i -> i + step)
                .mapToObj(train::get)
                .flatMapToInt(image -> {
                    try {
                        RgbImage pixels = image.content().decode(image.content().read(reading.disk()), decoder());
                        return IntStream.of(Math.min(pixels.width(), pixels.height()));
                    } catch (ImageFormatException | IOException e) {
                        return IntStream.empty();
                    }
                });
    }

    /**
     * Reads and decodes every image once, and keeps what was found in each in the place of its pixels.
     *
     * @param size that statistics of the train images are taken at, where they are wanted: height and width in pixels
     * @param threads that decode at once, and share the memory that one has in {@link #load}
     * @param progress told the number of images that are done, from any thread
     * @throws StorageException when a file cannot be read now
     * @throws StoppedException when a stop was requested
     */
    public Examination examine(OptionalInt size, int threads, StopSignal stop, IntConsumer progress) {
        ContentsAssembly contents = new ContentsAssembly(FORMAT, classNames);
        ImageExamination.Found found = new ImageExamination(folder, skipsBadImages, reading, size, stop)
                .of(images, contents, threads, progress);
        Problems problems = new Problems();
        SkippedImages skipped = new SkippedImages(classNames);
        for (ExaminedImage image : found.images()) {
            if (image.skipped()) {
                skipped.bad(image.split(), image.label(), image.name());
            } else if (image.why().isPresent()) {
                problems.add(image.why().get());
            } else {
                skipped.good(image.split(), image.label());
            }
        }
        skipped.requireSomeOfEveryClass(folder, problems);
        Optional<KnownImages> known = found.digests()
                .filter(digests -> problems.lines().isEmpty())
                .map(digests -> new KnownImages(contents.contents(digests, skipped.names()), found.statistics()));
        return new Examination(found.images(), problems.lines(), known);
    }

    /** Which images are left out can only be told by decoding all of them; they are not kept. */
    @Override
    public DataSetContents contents(StopSignal stop) {
        ContentsAssembly contents = new ContentsAssembly(FORMAT, classNames);
        ImageDigests.Builder digests = new ImageDigests.Builder();
        ImageDecoder decoder = decoder();
        List<String> skipped = visitAll(stop, (split, image, content) -> {
            contents.add(split, image, content);
            digests.add(image.name(), content);
            if (skipsBadImages) {
                image.content().decode(content, decoder);
            }
        });
        return contents.contents(digests.build(), skipped);
    }

    @Override
    public LoadedDataSet load(Loading loading, StopSignal stop) {
        DataSetContents contents = loading.known().map(KnownImages::contents).orElseGet(() -> contents(stop));
        return new ImageFolderLoading(folder, classNames, reading, contents, loading, stop).of(images);
    }

    private ImageDecoder decoder() {
        return new ImageDecoder(ImageLimits.DEFAULT.decodingIn(reading.decodingBytes()));
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(Split split, ImageFile image, byte[] content) throws ImageFormatException;
    }

    /** Reads all files in order; what a visitor refuses is left out or a problem. Those left out are given back, by name. */
    private List<String> visitAll(StopSignal stop, Visitor visitor) {
        Problems problems = new Problems();
        SkippedImages skipped = new SkippedImages(classNames);
        for (Split split : Split.values()) {
            for (ImageFile image : images.get(split)) {
                stop.check();
                Optional<byte[]> content = read(image, problems);
                if (content.isEmpty()) {
                    continue;
                }
                try {
                    visitor.visit(split, image, content.get());
                    skipped.good(split, image.label());
                } catch (ImageFormatException e) {
                    if (skipsBadImages && e.isOfTheImage()) {
                        skipped.bad(split, image.label(), image.name());
                    } else {
                        problems.add(Problems.printable(folder + "/" + image.name()) + " " + e.getMessage());
                    }
                }
            }
        }
        skipped.requireSomeOfEveryClass(folder, problems);
        problems.throwIfAny();
        return skipped.names();
    }

    /**
     * How the images look without reading any.
     *
     * @throws BadInputException when a file is missing or may not be read
     * @throws StorageException when the volume does not answer
     * @throws StoppedException when a stop was requested
     */
    public FileStamp stamp(StopSignal stop) {
        Fingerprint stamp = new Fingerprint("stamp 2");
        stamp.add(FORMAT);
        stamp.add(folder);
        stamp.add(classNames);
        stamp.add(skipsBadImages ? 1 : 0);
        Instant newest = Instant.MIN;
        Problems problems = new Problems();
        for (Split split : Split.values()) {
            stamp.add(split.label());
            for (ImageFile image : images.get(split)) {
                stop.check();
                stamp.add(image.name());
                stamp.add(image.label());
                try {
                    BasicFileAttributes file =
                            reading.disk().attributes(image.content().file());
                    Instant changed = file.lastModifiedTime().toInstant();
                    stamp.add(file.size());
                    stamp.add(changed.toString());
                    newest = changed.isAfter(newest) ? changed : newest;
                } catch (IOException e) {
                    problems.add(Problems.unreadable(image.content().file(), e));
                }
            }
        }
        problems.throwIfAny();
        return new FileStamp(stamp.hexadecimal(), newest);
    }

    private Optional<byte[]> read(ImageFile image, Problems problems) {
        try {
            return Optional.of(image.content().read(reading.disk()));
        } catch (ImageFormatException e) {
            problems.add(Problems.printable(image.content().file()) + " " + e.getMessage());
        } catch (IOException e) {
            problems.add(Problems.unreadable(image.content().file(), e));
        }
        return Optional.empty();
    }
}
