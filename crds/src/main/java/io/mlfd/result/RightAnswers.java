package io.mlfd.result;

import java.util.Base64;
import java.util.BitSet;

/**
 * Which of the test images a network classified rightly, in their order: what two networks are compared by, image by image.
 *
 * @param count images
 * @param bits base64 of one bit an image, the first image in the lowest bit of the first byte; trailing zero bytes left out
 */
public record RightAnswers(int count, String bits) {
    public static RightAnswers of(BitSet right, int count) {
        if (right.length() > count) {
            throw new IllegalArgumentException("image " + (right.length() - 1) + " is not one of " + count);
        }
        return new RightAnswers(count, Base64.getEncoder().encodeToString(right.toByteArray()));
    }

    /** @throws IllegalArgumentException when the text is no such bits */
    public BitSet right() {
        BitSet right = BitSet.valueOf(Base64.getDecoder().decode(bits));
        if (right.length() > count) {
            throw new IllegalArgumentException("bits: more than " + count + " images");
        }
        return right;
    }
}
