package io.mlfd.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that the build starts and waits for. */
final class Programs {

    /** Longer than any of them takes on a busy machine, in seconds. */
    private static final long LIMIT = 300;

    private Programs() {}

    /** @param said the end of what it wrote, a kilobyte at most */
    record Ended(int code, String said) {}

    /** @throws IOException where it ends with another code than zero, with what it said */
    static void run(Path folder, List<String> command) throws IOException, InterruptedException {
        Ended ended = start(folder, command, Map.of());
        if (ended.code() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + ended.code() + ": " + ended.said());
        }
    }

    /**
     * @param environment added to this process's
     * @throws IOException where it takes longer than five minutes; it is ended then
     */
    static Ended start(Path folder, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("mlfd-images", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IOException(String.join(" ", command) + " was still running after " + LIMIT + " s");
            }
            String said = Files.readString(log, StandardCharsets.UTF_8).strip();
            return new Ended(process.exitValue(), said.substring(Math.max(0, said.length() - 1000)));
        } finally {
            Files.delete(log);
        }
    }
}
