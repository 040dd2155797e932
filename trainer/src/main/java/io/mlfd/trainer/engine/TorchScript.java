package io.mlfd.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Operations on many tensors in one native call, written in TorchScript. What it does is what the same operations one by one
 * do, to the bit: the optimising executor, which fuses operations after it has watched them, is switched off.
 */
public final class TorchScript implements AutoCloseable {
    /** An object of a class with nothing in it, as pickled by {@code torch.jit.save}. */
    private static final String OBJECT =
            "\u0080\u0002c__torch__\n%s\nq\u0000)\u0081}(X\b\u0000\u0000\u0000trainingq\u0001\u0088ubq\u0002.";

    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private final PtSymbolBlock module;

    private TorchScript(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * @param className of the class in {@code source} whose methods are called
     * @param source as {@code torch.jit.save} writes it to {@code code/__torch__.py}
     */
    public static TorchScript of(NDManager manager, String className, String source) {
        try {
            byte[] archive = archive(className, source);
            return new TorchScript(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] archive(String className, String source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "data.pkl", OBJECT.replace("%s", className).getBytes(StandardCharsets.ISO_8859_1));
            add(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            add(zip, "constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
            add(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry("script/" + name));
        zip.write(content);
        zip.closeEntry();
    }

    /** What a method is called with, in its order. */
    public static final class Arguments implements AutoCloseable {
        private final List<IValue> values = new ArrayList<>();

        public Arguments tensors(List<NDArray> tensors) {
            values.add(
                    IValue.listFrom(tensors.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new)));
            return this;
        }

        public Arguments number(double value) {
            values.add(IValue.from(value));
            return this;
        }

        public Arguments flag(boolean value) {
            values.add(IValue.from(value));
            return this;
        }

        @Override
        public void close() {
            values.forEach(IValue::close);
        }
    }

    /**
     * What a method of type {@code Tuple[List[bool], List[Tensor]]} returned.
     *
     * @param tensors in the manager that the call named
     */
    public record FlagsAndTensors(List<Boolean> flags, List<NDArray> tensors) {
        public FlagsAndTensors {
            flags = List.copyOf(flags);
            tensors = List.copyOf(tensors);
        }
    }

    /** @param manager holds the tensors that are returned */
    public FlagsAndTensors run(String method, Arguments arguments, NDManager manager) {
        // Of this thread; which one calls is not ours to say.
        JniUtils.setGraphExecutorOptimize(false);
        try (IValue result = IValueUtils.runMethod(module, method, arguments.values.toArray(IValue[]::new))) {
            IValue[] parts = result.toIValueTuple();
            try {
                List<Boolean> flags = new ArrayList<>();
                for (boolean flag : parts[0].toBooleanArray()) {
                    flags.add(flag);
                }
                return new FlagsAndTensors(flags, List.of(parts[1].toTensorArray((PtNDManager) manager)));
            } finally {
                Arrays.stream(parts).forEach(IValue::close);
            }
        }
    }

    @Override
    public void close() {
        module.close();
    }
}
