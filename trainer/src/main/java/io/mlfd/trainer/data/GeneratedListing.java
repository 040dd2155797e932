package io.mlfd.trainer.data;

import io.mlfd.trainer.data.generated.Drawing;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stop.StopSignal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The images of a generated set, by split. */
public final class GeneratedListing implements DataSetListing {

    /** Another number for every change that changes a pixel: the fingerprint stands for images that nobody stores. */
    private static final String FORMAT = "generated 1";

    private final GeneratedKind kind;
    private final long seed;
    private final List<String> classNames;
    private final Map<Split, List<GeneratedImage>> images;

    GeneratedListing(GeneratedKind kind, long seed, List<String> classNames, Map<Split, List<GeneratedImage>> images) {
        this.kind = kind;
        this.seed = seed;
        this.classNames = List.copyOf(classNames);
        this.images = new EnumMap<>(Split.class);
        images.forEach((split, list) -> this.images.put(split, List.copyOf(list)));
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int count(Split split) {
        return images.get(split).size();
    }

    @Override
    public DataSetContents contents(StopSignal stop) {
        Fingerprint fingerprint = new Fingerprint(FORMAT);
        fingerprint.add(kind.label());
        fingerprint.add(seed);
        fingerprint.add(classNames);
        images.forEach((split, list) -> {
            stop.check();
            fingerprint.add(split.label());
            fingerprint.add(list.stream().map(GeneratedImage::name).toList());
        });
        return new DataSetContents(fingerprint.hexadecimal(), ImageDigests.NONE, List.of());
    }

    @Override
    public LoadedDataSet load(Loading loading, StopSignal stop) {
        int size = loading.size();
        DataSetAssembly assembly = new DataSetAssembly(kind.label(), classNames, size, loading.workers());
        assembly.requireMemory(images.values().stream().mapToLong(List::size).sum(), loading.memoryLimit());
        RandomKey key = RandomKey.of(seed, "generated").with(kind.label());
        Drawing drawing = kind.drawing();
        images.forEach((split, list) -> list.forEach(image -> {
            stop.check();
            assembly.add(split, draw(drawing, image, size, key), image.label(), image.name());
        }));
        return assembly.finish(fingerprint(stop));
    }

    /** By the class's own number, not its label, so that choosing classes does not change their images. */
    private static byte[] draw(Drawing drawing, GeneratedImage image, int size, RandomKey key) {
        return drawing.draw(
                drawing.classNames().indexOf(image.className()),
                size,
                key.with(image.drawnFor().label()).with(image.className()).with(image.number()).stream());
    }
}
