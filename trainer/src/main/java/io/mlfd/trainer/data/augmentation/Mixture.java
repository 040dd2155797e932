package io.mlfd.trainer.data.augmentation;

/** How each image of a batch is mixed with another one. */
public interface Mixture {
    /** How much of an image and of its label stays, 0 to 1. {@code size}: of the images' sides */
    double ownShare(int size);

    /**
     * @param own image, planes of S x S values; becomes the mixed one
     * @param other as many, not written to
     * @param size S
     */
    void mix(float[] own, float[] other, int size);

    /** {@code share} of the image and the rest of the other one: torchvision's {@code MixUp}. */
    record MixUp(double share) implements Mixture {
        @Override
        public double ownShare(int size) {
            return share;
        }

        @Override
        public void mix(float[] own, float[] other, int size) {
            float ofOwn = (float) share;
            float ofOther = (float) (1 - share);
            for (int i = 0; i < own.length; i++) {
                own[i] = other[i] * ofOther + own[i] * ofOwn;
            }
        }
    }

    /** The other one in a {@code box} of the image: torchvision's {@code CutMix}. */
    record CutMix(Region box) implements Mixture {
        @Override
        public double ownShare(int size) {
            return 1 - (double) (box.height() * box.width()) / (size * size);
        }

        @Override
        public void mix(float[] own, float[] other, int size) {
            for (int plane = 0; plane < own.length; plane += size * size) {
                for (int row = box.top(); row < box.top() + box.height(); row++) {
                    int first = plane + row * size + box.left();
                    System.arraycopy(other, first, own, first, box.width());
                }
            }
        }
    }
}
