package io.mlfd.trainer.engine;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/**
 * Makes what a GPU computes as equal from run to run as its libraries allow, and as exact as float32 is: no TF32, the
 * deterministic one among cuDNN's algorithms, none chosen by timing. DJL has no call for it, so the setters of PyTorch's
 * {@code at::Context} are called where libtorch exports them, under the names that C++ gives them.
 */
final class CudaArithmetic {
    private static final String LIBRARY = "libtorch_cpu.so";
    private static final String GLOBAL_CONTEXT = "_ZN2at13globalContextEv";
    private static final byte OFF = 0;
    private static final byte ON = 1;

    private CudaArithmetic() {}

    /** @throws TorchEngineException when this libtorch has no such setter */
    static void makeDeterministic() {
        Path path = Path.of(LibUtils.getLibtorchPath(), LIBRARY);
        try (NativeLibrary library = NativeLibrary.getInstance(path.toString())) {
            Pointer context = library.getFunction(GLOBAL_CONTEXT).invokePointer(new Object[0]);
            call(library, "setAllowTF32CuDNN", context, OFF);
            call(library, "setAllowTF32CuBLAS", context, OFF);
            call(library, "setBenchmarkCuDNN", context, OFF);
            call(library, "setDeterministicCuDNN", context, ON);
            // The second flag has operations without a deterministic form warn instead of fail.
            call(library, "setDeterministicAlgorithms", context, ON, ON);
        } catch (UnsatisfiedLinkError e) {
            throw new TorchEngineException("device: cuda, but the arithmetic of " + path + " cannot be set ("
                    + e.getMessage() + "); use the libtorch of the CUDA image");
        }
    }

    /** @param flags each a {@code bool} of C++, which is one byte */
    private static void call(NativeLibrary library, String setter, Pointer context, byte... flags) {
        Object[] arguments = new Object[flags.length + 1];
        arguments[0] = context;
        for (int i = 0; i < flags.length; i++) {
            arguments[i + 1] = flags[i];
        }
        // Itanium C++ ABI, 5.1: at::Context::<setter>(bool, ...)
        String symbol = "_ZN2at7Context" + setter.length() + setter + "E" + "b".repeat(flags.length);
        library.getFunction(symbol).invokeVoid(arguments);
    }
}
