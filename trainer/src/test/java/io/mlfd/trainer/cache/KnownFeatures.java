package io.mlfd.trainer.cache;

import io.mlfd.trainer.cache.CacheDescription.FrozenNetwork;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Features that tell which image they are of, and a small data set that has them: five images to train on, two to test. */
final class KnownFeatures implements FeatureSource {
    static final List<Segment> SEGMENTS =
            List.of(new Segment("last/a", List.of(2, 2, 2)), new Segment("embedding/a", List.of(3)));
    static final int BATCH = 2;
    static final int SHARD_ROWS = 3;

    private final List<Integer> asked = new ArrayList<>();

    static CacheDescription description(String data) {
        return new CacheDescription(
                1,
                1,
                0,
                data,
                List.of(new FrozenNetwork("a", "00")),
                SEGMENTS,
                List.of(new SplitRows(Split.TRAIN, 5), new SplitRows(Split.TEST, 2)),
                SHARD_ROWS);
    }

    static Map<Split, int[]> labels() {
        return Map.of(Split.TRAIN, new int[] {0, 1, 0, 1, 1}, Split.TEST, new int[] {1, 0});
    }

    static float[] expected(Split split, int image, int segment) {
        float[] values = new float[SEGMENTS.get(segment).length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (split == Split.TRAIN ? 1 : -1) * (1 + image * 100 + segment * 10 + i);
        }
        return values;
    }

    @Override
    public List<float[]> features(ImageRange images) {
        int count = images.count();
        asked.add(images.first());
        return IntStream.range(0, SEGMENTS.size())
                .mapToObj(segment -> {
                    int length = SEGMENTS.get(segment).length();
                    float[] values = new float[count * length];
                    for (int row = 0; row < count; row++) {
                        System.arraycopy(
                                expected(images.split(), images.first() + row, segment),
                                0,
                                values,
                                row * length,
                                length);
                    }
                    return values;
                })
                .toList();
    }

    /** The first image of each time that features were asked for. */
    List<Integer> asked() {
        return asked;
    }
}
