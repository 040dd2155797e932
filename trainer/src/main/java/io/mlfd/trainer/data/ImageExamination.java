package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Reads and decodes every image of a listing, several at once, and keeps what was found in the place of the pixels. */
final class ImageExamination {
    private final String folder;
    private final boolean skipsBadImages;
    private final ImageReading reading;
    private final StopSignal stop;

    private record Item(Split split, ImageFile image) {}

    ImageExamination(String folder, boolean skipsBadImages, ImageReading reading, StopSignal stop) {
        this.folder = folder;
        this.skipsBadImages = skipsBadImages;
        this.reading = reading;
        this.stop = stop;
    }

    /**
     * @param threads that share the memory for decoding
     * @param progress told the number of images that are done, from any thread
     * @return in the order of splits and images, however many threads there are
     */
    List<ExaminedImage> of(Map<Split, List<ImageFile>> images, int threads, IntConsumer progress) {
        Item[] items = images.entrySet().stream()
                .flatMap(split -> split.getValue().stream().map(image -> new Item(split.getKey(), image)))
                .toArray(Item[]::new);
        ExaminedImage[] found = new ExaminedImage[items.length];
        ImageDecoder decoder = decoder(reading.decodingBytes() / threads);
        Queue<Integer> again = new ConcurrentLinkedQueue<>();
        AtomicInteger done = new AtomicInteger();
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            pool.submit(() -> IntStream.range(0, items.length).parallel().forEach(i -> {
                        found[i] = examine(items[i], decoder, () -> again.add(i));
                        progress.accept(done.incrementAndGet());
                    }))
                    .join();
        } finally {
            pool.shutdownNow();
        }
        // What did not fit into a thread's share gets all the memory, as a stage has it.
        ImageDecoder alone = decoder(reading.decodingBytes());
        again.forEach(i -> found[i] = examine(items[i], alone, () -> {}));
        return Arrays.asList(found);
    }

    private static ImageDecoder decoder(long memory) {
        return new ImageDecoder(ImageLimits.DEFAULT.decodingIn(memory));
    }

    /** @param notItsFault called where the image may be good all the same */
    private ExaminedImage examine(Item item, ImageDecoder decoder, Runnable notItsFault) {
        stop.check();
        ImageFile image = item.image();
        try {
            byte[] content = image.content().read(reading.disk());
            RgbImage pixels = image.content().decode(content, decoder);
            return ExaminedImage.good(item.split(), image, Appearance.of(pixels), decoder.isTurned(content));
        } catch (ImageFormatException e) {
            if (!e.isOfTheImage()) {
                notItsFault.run();
            }
            return ExaminedImage.bad(
                    item.split(),
                    image,
                    Problems.printable(folder + "/" + image.name()) + " " + e.getMessage(),
                    skipsBadImages && e.isOfTheImage());
        } catch (IOException e) {
            return ExaminedImage.bad(
                    item.split(), image, Problems.unreadable(image.content().file(), e), false);
        }
    }
}
