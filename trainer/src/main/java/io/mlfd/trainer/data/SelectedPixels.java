package io.mlfd.trainer.data;

/** Those of some images of a split. */
final class SelectedPixels implements Pixels {
    private final Pixels all;
    private final int[] images;

    SelectedPixels(Pixels all, int[] images) {
        this.all = all;
        this.images = images.clone();
    }

    @Override
    public int count() {
        return images.length;
    }

    @Override
    public boolean isHeld() {
        return all.isHeld();
    }

    @Override
    public byte[] of(int image) {
        return all.of(images[image]);
    }
}
