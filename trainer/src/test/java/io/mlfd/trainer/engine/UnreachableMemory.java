package io.mlfd.trainer.engine;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory of Java buffers that nothing refers to any more. PyTorch does not see references: a tensor that borrows from a
 * buffer is of use only as long as Java has one.
 */
public final class UnreachableMemory {
    private static final int COLLECTIONS = 3;
    private static final int LARGEST_BYTES = 1 << 16;
    private static final int BYTES_OF_A_SIZE = 1 << 21;
    private static final int BUFFERS_OF_A_SIZE = 5000;

    private UnreachableMemory() {}

    /** Takes it back, and writes NaN over it: whoever still reads it will not get what was there. */
    public static void overwrite() {
        for (int collection = 0; collection < COLLECTIONS; collection++) {
            WeakReference<Object> unreachable = new WeakReference<>(new Object());
            while (!unreachable.refersTo(null)) {
                System.gc();
            }
        }
        // What is freed is given out again to those who ask for about as much.
        for (int bytes = Float.BYTES; bytes <= LARGEST_BYTES; bytes *= 2) {
            for (int i = 0; i < Math.min(BUFFERS_OF_A_SIZE, BYTES_OF_A_SIZE / bytes); i++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
                while (buffer.hasRemaining()) {
                    buffer.putFloat(Float.NaN);
                }
            }
        }
    }
}
