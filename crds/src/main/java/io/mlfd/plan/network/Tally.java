package io.mlfd.plan.network;

import io.mlfd.contract.Pass;
import java.util.function.UnaryOperator;

/**
 * What layers, one after another, come to for one image: a network's shape is counted by going through its layers as an image
 * would. Each method adds a layer.
 *
 * @param channels of the maps that come out of the last layer
 * @param size pixels on each side of these maps; 0 where a layer found fewer than it takes at once
 * @param parameters values that are learned
 * @param pass what is computed
 * @param multiplications each with an addition, of convolutions and dense layers; others are few beside them
 */
public record Tally(int channels, int size, long parameters, Pass pass, long multiplications) {
    /** Scale and shift of a channel. */
    private static final long NORMALISED = 2;

    /** Maps in front of the first layer. */
    public static Tally of(int channels, int size) {
        return new Tally(channels, size, 0, Pass.NONE, 0);
    }

    /** A convolution without bias that keeps the size at stride 1 where {@code kernel} is odd. */
    public Tally convolution(int outputs, int kernel, int stride) {
        return convolution(outputs, kernel, stride, 1);
    }

    /** The same in groups of channels. */
    public Tally convolution(int outputs, int kernel, int stride, int groups) {
        return convolution(outputs, kernel, stride, kernel / 2, groups);
    }

    /** One of every channel by itself. */
    public Tally depthwise(int kernel, int stride) {
        return convolution(channels, kernel, stride, channels);
    }

    /** Squares of pixels that do not overlap, each to one. */
    public Tally patches(int outputs, int side) {
        return convolution(outputs, side, side, 0, 1).biased();
    }

    private Tally convolution(int outputs, int kernel, int stride, int padding, int groups) {
        int to = sizeBehind(kernel, stride, padding);
        long weights = (long) kernel * kernel * (channels / groups) * outputs;
        return moved(outputs, to).learning(weights).computing(1).multiplying(weights * to * to);
    }

    /** A bias of every channel, in the layer before. */
    public Tally biased() {
        return learning(channels);
    }

    /** A dense layer with bias over the channels. */
    public Tally dense(int outputs) {
        return convolution(outputs, 1, 1).biased();
    }

    /** A normalisation with a scale and a shift a channel. */
    public Tally normalised() {
        return learning(NORMALISED * channels).computing(1);
    }

    /** A function of every value: an activation, or the sum with a shortcut. */
    public Tally activated() {
        return computing(1);
    }

    /** The largest or the mean of squares of pixels. */
    public Tally pooled(int kernel, int stride, int padding) {
        return moved(channels, sizeBehind(kernel, stride, padding)).computing(1);
    }

    /** The mean over space. */
    public Tally averaged() {
        return resized(1);
    }

    /** Means over as many areas as are wanted. */
    public Tally resized(int to) {
        return moved(channels, size == 0 ? 0 : to);
    }

    /** Layers that take the same maps; what comes out is added to or mixed with what the next layers make of them. */
    public Tally beside(UnaryOperator<Tally> branch) {
        Tally other = branch.apply(of(channels, size));
        return new Tally(
                channels,
                size,
                parameters + other.parameters,
                pass.and(other.pass),
                multiplications + other.multiplications);
    }

    /** Other channels and another size, which cost nothing themselves: what is joined, cut out or arranged otherwise. */
    public Tally moved(int channels, int size) {
        return new Tally(channels, size, parameters, pass, multiplications);
    }

    /** Further values that are learned. */
    public Tally learning(long more) {
        return new Tally(channels, size, parameters + more, pass, multiplications);
    }

    /** Results of as many values as the maps have. */
    public Tally computing(int results) {
        return results == 0 ? this : computing(new Pass(values(), values()).times(results));
    }

    /** Further results. */
    public Tally computing(Pass more) {
        return new Tally(channels, size, parameters, pass.and(more), multiplications);
    }

    /** Further multiplications. */
    public Tally multiplying(long more) {
        return new Tally(channels, size, parameters, pass, multiplications + more);
    }

    /** How many values the maps have. */
    public long values() {
        return (long) channels * size * size;
    }

    private int sizeBehind(int kernel, int stride, int padding) {
        return Math.max(0, Math.floorDiv(size + 2 * padding - kernel, stride) + 1);
    }
}
