package io.mlfd.trainer.data;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** In memory, from the moment on at which an image is first asked for. */
final class HeldPixels implements Pixels {
    private final Pixels source;
    private final AtomicReferenceArray<byte[]> held;

    HeldPixels(Pixels source) {
        this.source = source;
        this.held = new AtomicReferenceArray<>(source.count());
    }

    @Override
    public int count() {
        return held.length();
    }

    @Override
    public boolean isHeld() {
        return true;
    }

    @Override
    public byte[] of(int image) {
        byte[] pixels = held.get(image);
        if (pixels == null) {
            pixels = source.of(image);
            held.set(image, pixels);
        }
        return pixels;
    }
}
