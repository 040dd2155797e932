package io.mlfd.trainer.optim;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.TorchScript;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The TorchScript of this package's resources. */
final class ScriptSource {
    private ScriptSource() {}

    /**
     * @param className of the class in it
     * @param resource beside this class
     */
    static TorchScript open(NDManager manager, String className, String resource) {
        return TorchScript.of(manager, className, text(resource));
    }

    private static String text(String resource) {
        try (InputStream stream = ScriptSource.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
