package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Reads and decodes every image of a listing once, several at once, and keeps what was found in the place of the pixels. Used for
 * one listing.
 */
final class ImageExamination {
    private static final int TOLD_EVERY = 64;

    private final String folder;
    private final boolean skipsBadImages;
    private final ImageReading reading;
    private final OptionalInt size;
    private final StopSignal stop;
    private final Turns turns = new Turns();
    private final ChannelStatistics.Histogram histogram = new ChannelStatistics.Histogram();

    private record Item(Split split, ImageFile image) {}

    /**
     * What was found.
     *
     * @param images in the order of splits and images, however many threads there were
     * @param digests of all files; empty where one could not be read
     * @param statistics of the good train images; empty where no size was asked for, or there is no such image
     */
    record Found(List<ExaminedImage> images, Optional<ImageDigests> digests, Optional<ChannelStatistics> statistics) {}

    /** @param size that statistics are taken at, where they are wanted: height and width in pixels */
    ImageExamination(String folder, boolean skipsBadImages, ImageReading reading, OptionalInt size, StopSignal stop) {
        this.folder = folder;
        this.skipsBadImages = skipsBadImages;
        this.reading = reading;
        this.size = size;
        this.stop = stop;
    }

    /**
     * @param contents told of every file that can be read, in order
     * @param threads that share the memory for decoding
     * @param progress told the number of images that are done now and then, from any thread
     */
    Found of(Map<Split, List<ImageFile>> images, ContentsAssembly contents, int threads, IntConsumer progress) {
        Item[] items = images.entrySet().stream()
                .flatMap(split -> split.getValue().stream().map(image -> new Item(split.getKey(), image)))
                .toArray(Item[]::new);
        ExaminedImage[] found = new ExaminedImage[items.length];
        String[] digests = new String[items.length];
        ImageDecoder decoder = decoder(reading.decodingBytes() / threads);
        Queue<Integer> again = new ConcurrentLinkedQueue<>();
        AtomicInteger done = new AtomicInteger();
        // Nobody waits for batches of these, so no clock is looked at.
        try (Workers workers = Workers.of(threads, () -> Duration.ZERO)) {
            workers.forEach(items.length, i -> {
                Content content = inTurn(i, items[i], contents);
                content.bytes().map(ImageDigests.Builder::digest).ifPresent(digest -> digests[i] = digest);
                found[i] = examine(items[i], content, decoder, () -> again.add(i));
                int so = done.incrementAndGet();
                if (so % TOLD_EVERY == 0) {
                    progress.accept(so);
                }
            });
        }
        // What did not fit into a thread's share gets all the memory, as a stage has it.
        ImageDecoder alone = decoder(reading.decodingBytes());
        again.forEach(i -> found[i] = examine(items[i], read(items[i]), alone, () -> {}));
        return new Found(Arrays.asList(found), digests(items, digests), statistics());
    }

    private static ImageDecoder decoder(long memory) {
        return new ImageDecoder(ImageLimits.DEFAULT.decodingIn(memory));
    }

    private static Optional<ImageDigests> digests(Item[] items, String[] digests) {
        ImageDigests.Builder all = new ImageDigests.Builder();
        for (int i = 0; i < items.length; i++) {
            if (digests[i] == null) {
                return Optional.empty();
            }
            all.add(items[i].image().name(), digests[i]);
        }
        return Optional.of(all.build());
    }

    private Optional<ChannelStatistics> statistics() {
        return histogram.isEmpty() ? Optional.empty() : Optional.of(histogram.statistics());
    }

    /** A file's bytes, or why there are none. {@code ofTheImage}: whether the image is to blame for that */
    private record Content(Optional<byte[]> bytes, String why, boolean ofTheImage) {}

    private Content inTurn(int number, Item item, ContentsAssembly contents) {
        Optional<Content> content = Optional.empty();
        try {
            content = Optional.of(read(item));
            return content.get();
        } finally {
            Optional<byte[]> bytes = content.flatMap(Content::bytes);
            turns.take(number, () -> bytes.ifPresent(all -> contents.add(item.split(), item.image(), all)));
        }
    }

    private Content read(Item item) {
        stop.check();
        ImageFile image = item.image();
        try {
            return new Content(Optional.of(image.content().read(reading.disk())), "", false);
        } catch (ImageFormatException e) {
            return new Content(Optional.empty(), named(image, e), e.isOfTheImage());
        } catch (IOException e) {
            return new Content(
                    Optional.empty(), Problems.unreadable(image.content().file(), e), false);
        }
    }

    /** @param notItsFault called where the image may be good all the same */
    private ExaminedImage examine(Item item, Content content, ImageDecoder decoder, Runnable notItsFault) {
        ImageFile image = item.image();
        if (content.bytes().isEmpty()) {
            return ExaminedImage.bad(item.split(), image, content.why(), skipsBadImages && content.ofTheImage());
        }
        byte[] bytes = content.bytes().get();
        try {
            RgbImage pixels = image.content().decode(bytes, decoder);
            Appearance appearance = Appearance.of(pixels);
            boolean turned = decoder.isTurned(bytes);
            if (size.isPresent() && item.split() == Split.TRAIN) {
                histogram.add(
                        ImageDecoder.resized(() -> pixels, size.getAsInt()).pixels());
            }
            return ExaminedImage.good(item.split(), image, appearance, turned);
        } catch (ImageFormatException e) {
            if (!e.isOfTheImage()) {
                notItsFault.run();
            }
            return ExaminedImage.bad(item.split(), image, named(image, e), skipsBadImages && e.isOfTheImage());
        }
    }

    private String named(ImageFile image, ImageFormatException e) {
        return Problems.printable(folder + "/" + image.name()) + " " + e.getMessage();
    }
}
