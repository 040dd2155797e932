package io.mlfd.trainer.engine;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What NVIDIA's libraries say of themselves and of the first GPU. All of it is for people to read: a library that is not there
 * or does not answer leaves its fact out.
 */
final class NvidiaLibraries {
    private static final Path MAPPED_FILES = Path.of("/proc/self/maps");
    private static final String DRIVER = "libcuda.so.1";
    private static final String MANAGEMENT = "libnvidia-ml.so.1";
    private static final int TEXT_BYTES = 96;

    /** One call of a library; any status but 0 is no answer. */
    @FunctionalInterface
    private interface Question {
        Optional<String> ask(NativeLibrary library);
    }

    Accelerator accelerator(boolean tf32) {
        return new Accelerator(name(), driver(), cuda(), cudnn(), tf32);
    }

    private static Optional<String> name() {
        return answer(DRIVER, library -> {
            IntByReference device = new IntByReference();
            Memory text = new Memory(TEXT_BYTES);
            return succeeded(library, "cuInit", 0)
                            && succeeded(library, "cuDeviceGet", device, 0)
                            && succeeded(library, "cuDeviceGetName", text, TEXT_BYTES, device.getValue())
                    ? Optional.of(text.getString(0))
                    : Optional.empty();
        });
    }

    private static Optional<String> driver() {
        return answer(MANAGEMENT, library -> {
            Memory text = new Memory(TEXT_BYTES);
            if (!succeeded(library, "nvmlInit_v2")) {
                return Optional.empty();
            }
            boolean told = succeeded(library, "nvmlSystemGetDriverVersion", text, TEXT_BYTES);
            succeeded(library, "nvmlShutdown");
            return told ? Optional.of(text.getString(0)) : Optional.empty();
        });
    }

    /** 12080 is 12.8, see {@code cudaRuntimeGetVersion}. */
    private static Optional<String> cuda() {
        return mapped("libcudart")
                .flatMap(path -> answer(path, library -> {
                    IntByReference version = new IntByReference();
                    return succeeded(library, "cudaRuntimeGetVersion", version)
                            ? Optional.of(version.getValue() / 1000 + "." + version.getValue() % 1000 / 10)
                            : Optional.empty();
                }));
    }

    /** 91002 is 9.10.2, see {@code cudnnGetVersion}. */
    private static Optional<String> cudnn() {
        return mapped("libcudnn.")
                .flatMap(path -> answer(path, library -> {
                    long version = library.getFunction("cudnnGetVersion").invokeLong(new Object[0]);
                    return Optional.of(version / 10_000 + "." + version % 10_000 / 100 + "." + version % 100);
                }));
    }

    private static boolean succeeded(NativeLibrary library, String name, Object... arguments) {
        Function function = library.getFunction(name);
        return function.invokeInt(arguments) == 0;
    }

    private static Optional<String> answer(String library, Question question) {
        try (NativeLibrary opened = NativeLibrary.getInstance(library)) {
            return question.ask(opened);
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    /** The library that PyTorch was linked to, whatever its major version is. */
    private static Optional<String> mapped(String prefix) {
        try (Stream<String> lines = Files.lines(MAPPED_FILES)) {
            return lines.filter(line -> line.indexOf('/') >= 0)
                    .map(line -> line.substring(line.indexOf('/')))
                    .filter(path -> path.substring(path.lastIndexOf('/') + 1).startsWith(prefix))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
