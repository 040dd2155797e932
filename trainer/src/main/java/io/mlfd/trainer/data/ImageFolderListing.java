package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The images of an image folder, by split; files are sorted by class and name. */
public final class ImageFolderListing implements DataSetListing {

    private static final String FORMAT = "image folder 1";

    private final String folder;
    private final List<String> classNames;
    private final Map<Split, List<ImageFile>> images;
    private final ImageReading reading;

    ImageFolderListing(
            String folder, List<String> classNames, Map<Split, List<ImageFile>> images, ImageReading reading) {
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

    /**
     * Reads and decodes every image once, and keeps what was found in each in the place of its pixels.
     *
     * @param threads that decode at once, and share the memory that one has in {@link #load}
     * @param progress told the number of images that are done, from any thread
     * @throws StorageException when a file cannot be read now
     * @throws StoppedException when a stop was requested
     */
    public List<ExaminedImage> examine(int threads, StopSignal stop, IntConsumer progress) {
        return new ImageExamination(folder, reading, stop).of(images, threads, progress);
    }

    @Override
    public DataSetContents contents(StopSignal stop) {
        Fingerprint fingerprint = begin();
        ImageDigests.Builder digests = new ImageDigests.Builder();
        Problems problems = new Problems();
        for (Split split : Split.values()) {
            fingerprint.add(split.label());
            for (ImageFile image : images.get(split)) {
                stop.check();
                read(image, problems).ifPresent(content -> {
                    add(fingerprint, image, content);
                    digests.add(image.name(), content);
                });
            }
        }
        problems.throwIfAny();
        return new DataSetContents(fingerprint.hexadecimal(), digests.build());
    }

    @Override
    public LoadedDataSet load(int size, long memoryLimit, StopSignal stop) {
        DataSetAssembly assembly = new DataSetAssembly(folder, classNames, size);
        assembly.requireMemory(images.values().stream().mapToLong(List::size).sum(), memoryLimit);
        Fingerprint fingerprint = begin();
        Problems problems = new Problems();
        ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT.decodingIn(reading.decodingBytes()));
        for (Split split : Split.values()) {
            fingerprint.add(split.label());
            for (ImageFile image : images.get(split)) {
                stop.check();
                Optional<byte[]> content = read(image, problems);
                if (content.isEmpty()) {
                    continue;
                }
                add(fingerprint, image, content.get());
                try {
                    byte[] pixels = decoder.decode(content.get(), size).pixels();
                    assembly.add(split, pixels, image.label(), image.name());
                } catch (ImageFormatException e) {
                    problems.add(Problems.printable(folder + "/" + image.name()) + " " + e.getMessage());
                }
            }
        }
        problems.throwIfAny();
        return assembly.finish(fingerprint.hexadecimal());
    }

    /**
     * SHA-256, in lower-case hexadecimal, of all that can be seen without reading a file: classes, names, sizes and the moments of
     * the last change. Equal where nothing shows that an image has changed; another on every volume.
     *
     * @throws BadInputException when a file is missing or may not be read
     * @throws StorageException when the volume does not answer
     * @throws StoppedException when a stop was requested
     */
    public String stamp(StopSignal stop) {
        Fingerprint stamp = new Fingerprint("stamp 1");
        stamp.add(folder);
        stamp.add(classNames);
        Problems problems = new Problems();
        for (Split split : Split.values()) {
            stamp.add(split.label());
            for (ImageFile image : images.get(split)) {
                stop.check();
                stamp.add(image.name());
                stamp.add(image.label());
                try {
                    BasicFileAttributes file = reading.disk().attributes(image.file());
                    stamp.add(file.size());
                    stamp.add(file.lastModifiedTime().toString());
                } catch (IOException e) {
                    problems.add(Problems.unreadable(image.file(), e));
                }
            }
        }
        problems.throwIfAny();
        return stamp.hexadecimal();
    }

    private Fingerprint begin() {
        Fingerprint fingerprint = new Fingerprint(FORMAT);
        fingerprint.add(classNames);
        return fingerprint;
    }

    private static void add(Fingerprint fingerprint, ImageFile image, byte[] content) {
        fingerprint.add(image.name());
        fingerprint.add(image.label());
        fingerprint.add(content);
    }

    private Optional<byte[]> read(ImageFile image, Problems problems) {
        try {
            return Optional.of(ImageLimits.DEFAULT.read(reading.disk(), image.file()));
        } catch (ImageFormatException e) {
            problems.add(Problems.printable(image.file()) + " " + e.getMessage());
        } catch (IOException e) {
            problems.add(Problems.unreadable(image.file(), e));
        }
        return Optional.empty();
    }
}
