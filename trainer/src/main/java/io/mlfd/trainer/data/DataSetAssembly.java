package io.mlfd.trainer.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects images one by one and makes the data set of them. */
final class DataSetAssembly {

    private static final int MEBI = 20;

    private final String name;
    private final List<String> classNames;
    private final int size;
    private final Workers workers;
    private final Map<Split, Part> parts = new EnumMap<>(Split.class);

    private static final class Part {
        private final List<byte[]> pixels = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
    }

    DataSetAssembly(String name, List<String> classNames, int size, Workers workers) {
        this.name = name;
        this.classNames = classNames;
        this.size = size;
        this.workers = workers;
        for (Split split : Split.values()) {
            parts.put(split, new Part());
        }
    }

    void requireMemory(long images, long memoryLimit) {
        long bytesPerImage = DataSetImages.pixelBytes(size);
        if (images > memoryLimit / bytesPerImage) {
            throw new BadInputException(
                    Problems.printable(name) + ": " + images + " images of " + size + " x " + size
                            + " pixels need " + megabytes(images * bytesPerImage) + " MiB, more than the "
                            + megabytes(memoryLimit)
                            + " MiB that are left; give the stage more memory, or lower trainPerClass, testPerClass or the input size");
        }
    }

    void add(Split split, byte[] pixels, int label, String imageName) {
        Part part = parts.get(split);
        part.pixels.add(pixels);
        part.labels.add(label);
        part.names.add(imageName);
    }

    LoadedDataSet finish(String fingerprint) {
        DataSetImages train = images(Split.TRAIN);
        DataSetImages validation = images(Split.VALIDATION);
        return new LoadedDataSet(
                train,
                Optional.of(validation).filter(images -> images.count() > 0),
                images(Split.TEST),
                ChannelStatistics.of(train),
                fingerprint,
                List.of());
    }

    private DataSetImages images(Split split) {
        Part part = parts.get(split);
        return new DataSetImages(
                split,
                size,
                classNames,
                new ArrayPixels(part.pixels.toArray(byte[][]::new)),
                part.labels.stream().mapToInt(Integer::intValue).toArray(),
                part.names,
                Workers.none(),
                workers);
    }

    private static long megabytes(long bytes) {
        return (bytes + (1L << MEBI) - 1) >> MEBI;
    }
}
