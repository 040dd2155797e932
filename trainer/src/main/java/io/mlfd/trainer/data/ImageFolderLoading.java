package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Makes the images of an image folder ready. Where nobody has yet, all of them are decoded once, for what they are normalised with and
 * so that a bad one is told at once; those that have room in memory stay there.
 */
final class ImageFolderLoading {
    private final String folder;
    private final List<String> classNames;
    private final ImageReading reading;
    private final DataSetContents contents;
    private final Loading loading;
    private final StopSignal stop;

    ImageFolderLoading(
            String folder,
            List<String> classNames,
            ImageReading reading,
            DataSetContents contents,
            Loading loading,
            StopSignal stop) {
        this.folder = folder;
        this.classNames = classNames;
        this.reading = reading;
        this.contents = contents;
        this.loading = loading;
        this.stop = stop;
    }

    LoadedDataSet of(Map<Split, List<ImageFile>> listed) {
        Set<String> skipped = Set.copyOf(contents.skipped());
        Map<Split, List<ImageFile>> images = new EnumMap<>(Split.class);
        listed.forEach((split, all) -> images.put(
                split,
                all.stream().filter(image -> !skipped.contains(image.name())).toList()));
        boolean held =
                loading.holds(images.values().stream().mapToLong(List::size).sum());
        Map<Split, Pixels> pixels = new EnumMap<>(Split.class);
        images.forEach((split, files) -> {
            Pixels read = pixels(files);
            pixels.put(split, held ? new HeldPixels(read) : read);
        });
        Optional<ChannelStatistics> known = loading.known().flatMap(KnownImages::statistics);
        ChannelStatistics statistics = known.orElseGet(() -> decodeAll(pixels));
        // What is in memory already is put together faster than threads can tell each other that it is.
        Workers workers = held && known.isEmpty() ? Workers.none() : loading.workers();
        Map<Split, DataSetImages> splits = new EnumMap<>(Split.class);
        images.forEach((split, files) -> splits.put(split, images(split, files, pixels.get(split), workers)));
        return new LoadedDataSet(
                splits.get(Split.TRAIN),
                Optional.of(splits.get(Split.VALIDATION)).filter(validation -> validation.count() > 0),
                splits.get(Split.TEST),
                statistics,
                contents.fingerprint(),
                contents.skipped());
    }

    private Pixels pixels(List<ImageFile> files) {
        SharedDecoder decoder = new SharedDecoder(
                reading.decodingBytes(), Math.max(1, loading.workers().count()));
        return new FilePixels(folder, files, contents.digests(), reading.disk(), decoder, loading.size());
    }

    private DataSetImages images(Split split, List<ImageFile> files, Pixels pixels, Workers workers) {
        return new DataSetImages(
                split,
                loading.size(),
                classNames,
                pixels,
                files.stream().mapToInt(ImageFile::label).toArray(),
                files.stream().map(ImageFile::name).toList(),
                workers,
                loading.workers());
    }

    /** @throws BadInputException with the problems of all images */
    private ChannelStatistics decodeAll(Map<Split, Pixels> all) {
        ChannelStatistics.Histogram histogram = new ChannelStatistics.Histogram();
        Problems problems = new Problems();
        all.forEach((split, pixels) -> {
            Map<Integer, BadInputException> found = new ConcurrentSkipListMap<>();
            loading.workers().forEach(pixels.count(), image -> {
                stop.check();
                try {
                    byte[] decoded = pixels.of(image);
                    if (split == Split.TRAIN) {
                        histogram.add(decoded);
                    }
                } catch (BadInputException e) {
                    found.put(image, e);
                }
            });
            found.values().forEach(bad -> bad.problems().forEach(problems::add));
        });
        problems.throwIfAny();
        return histogram.statistics();
    }
}
