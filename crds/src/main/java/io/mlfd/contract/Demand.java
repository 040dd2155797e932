package io.mlfd.contract;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a work holds in memory and keeps in caches, counted in 32-bit values; {@code io.mlfd.plan.estimate} makes bytes of it
 * and says what they come to on a machine.
 *
 * @param learned values that have gradients and an optimiser's moments
 * @param kept values that stay without being learned: frozen networks, running averages
 * @param recorded of one image of a training batch: what passes compute that a backward pass follows
 * @param unrecorded of one image of a training batch: what passes compute that none follows, such as a frozen teacher's
 * @param evaluated of one image that classifiers are evaluated on
 * @param described of one image whose features are computed for a cache; 0 without one
 * @param cached of one image: its rows, of each cache
 * @param remembered of each training image: what is kept of it from epoch to epoch
 * @param compared of each pair of an image of the batch and a training image
 * @param views how many times a batch's images are in memory
 */
public record Demand(
        long learned,
        long kept,
        Pass recorded,
        Pass unrecorded,
        Pass evaluated,
        Pass described,
        List<CacheRow> cached,
        long remembered,
        long compared,
        int views) {
    public Demand {
        cached = List.copyOf(cached);
    }

    /** That of a work that computes nothing with networks. */
    public static final Demand NONE = new Demand(0, 0, Pass.NONE, Pass.NONE, Pass.NONE, Pass.NONE, List.of(), 0, 0, 0);

    /**
     * Networks that are trained, and evaluated as they are.
     *
     * @param parameters of all of them
     * @param pass of one image through all of them
     */
    public static Demand training(long parameters, Pass pass) {
        return new Demand(parameters, 0, pass, Pass.NONE, pass, Pass.NONE, List.of(), 0, 0, 1);
    }

    /** What is learned beside networks, in training only: projections, embeddings, discriminators. */
    public static Demand trainingBeside(long parameters, Pass pass) {
        return new Demand(parameters, 0, pass, Pass.NONE, Pass.NONE, Pass.NONE, List.of(), 0, 0, 0);
    }

    /** Networks that are there without being trained or run. */
    public static Demand keeping(long parameters) {
        return new Demand(0, parameters, Pass.NONE, Pass.NONE, Pass.NONE, Pass.NONE, List.of(), 0, 0, 0);
    }

    /** Passes of a training step that nothing is learned by. */
    public static Demand lookingAt(Pass pass) {
        return new Demand(0, 0, Pass.NONE, pass, Pass.NONE, Pass.NONE, List.of(), 0, 0, 0);
    }

    /** Passes of an evaluation only. */
    public static Demand evaluating(Pass pass) {
        return new Demand(0, 0, Pass.NONE, Pass.NONE, pass, Pass.NONE, List.of(), 0, 0, 0);
    }

    /**
     * A cache of images' features.
     *
     * @param pass of one image through the networks that the features come from
     * @param row what is kept of it
     */
    public static Demand caching(Pass pass, CacheRow row) {
        return new Demand(0, 0, Pass.NONE, Pass.NONE, Pass.NONE, pass, List.of(row), 0, 0, 0);
    }

    /**
     * A memory of all training images that batches are compared with.
     *
     * @param remembered values of an image
     * @param compared values of a pair
     */
    public static Demand remembering(long remembered, long compared) {
        return new Demand(0, 0, Pass.NONE, Pass.NONE, Pass.NONE, Pass.NONE, List.of(), remembered, compared, 0);
    }

    /** Views of a batch, where there are others than the one that a training has anyway. */
    public static Demand viewing(int views) {
        return new Demand(0, 0, Pass.NONE, Pass.NONE, Pass.NONE, Pass.NONE, List.of(), 0, 0, views);
    }

    /** Both at once. */
    public Demand and(Demand other) {
        return new Demand(
                learned + other.learned,
                kept + other.kept,
                recorded.and(other.recorded),
                unrecorded.and(other.unrecorded),
                evaluated.and(other.evaluated),
                described.and(other.described),
                Stream.concat(cached.stream(), other.cached.stream()).toList(),
                remembered + other.remembered,
                compared + other.compared,
                views + other.views);
    }
}
