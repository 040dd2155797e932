package io.mlfd.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The command that people use, in one namespace: what it prints is what they see. */
final class Kubectl {
    private final String namespace;

    Kubectl(String namespace) {
        this.namespace = namespace;
    }

    /** @param text standard output and error together */
    record Output(int exit, String text) {}

    /** @throws AssertionError when the command fails */
    String run(String... arguments) {
        Output output = tryRun(arguments);
        if (output.exit() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + " failed: " + output.text());
        }
        return output.text();
    }

    Output tryRun(String... arguments) {
        return tryRun(in -> {}, arguments);
    }

    /** What is written to the command's standard input. */
    @FunctionalInterface
    interface Input {
        void writeTo(OutputStream in) throws IOException;
    }

    Output tryRun(Input input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Settings.kubectl(), "--namespace", namespace));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (OutputStream in = process.getOutputStream()) {
                input.writeTo(in);
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
