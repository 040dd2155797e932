package io.mlfd.trainer.random;

import java.nio.charset.StandardCharsets;

/**
 * Names one random stream: a hash of everything the stream may depend on, folded in one value at a time.
 *
 * <p>{@code RandomKey.of(seed, "teacher/signs").with("dropout").with(step).stream()} gives the same numbers whoever asks,
 * in whichever order and on whichever thread, so a resumed stage needs no generator state: it asks again. Folding does
 * not commute ({@code with(1).with(2)} is not {@code with(2).with(1)}), and text never meets a number by accident.
 *
 * <p>The mixing function is SplitMix64's finaliser (Steele, Lea and Flood, OOPSLA 2014, variant 13 of Stafford). Changing
 * it changes the numbers of every run.
 *
 * @param state the hash so far
 */
public record RandomKey(long state) {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
    private static final long TEXT_TAG = 0x7465787400000000L;
    private static final long STREAM_TAG = 0x73747265616d0000L;

    /** The key of {@code seed} and of what the numbers are for, for instance a stage's name. */
    public static RandomKey of(long seed, String purpose) {
        return new RandomKey(0).with(seed).with(purpose);
    }

    /** This key and one more number: an epoch, a step, a sample. */
    public RandomKey with(long counter) {
        return new RandomKey(mix(state ^ mix(counter + GOLDEN_GAMMA)));
    }

    /** This key and one more word: what a part of the numbers is for. */
    public RandomKey with(String purpose) {
        byte[] utf8 = purpose.getBytes(StandardCharsets.UTF_8);
        RandomKey key = with(TEXT_TAG + utf8.length);
        for (int start = 0; start < utf8.length; start += Long.BYTES) {
            long word = 0;
            for (int i = start; i < Math.min(start + Long.BYTES, utf8.length); i++) {
                word = (word << Byte.SIZE) | (utf8[i] & 0xffL);
            }
            key = key.with(word);
        }
        return key;
    }

    /** A new stream at its first number; streams of equal keys are equal. */
    public RandomStream stream() {
        return new RandomStream(with(STREAM_TAG).state);
    }

    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
