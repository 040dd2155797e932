package io.mlfd.trainer.cli;

import io.mlfd.api.MLFDRun;
import io.mlfd.trainer.local.MachineMemory;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Calls the command line in this process and keeps what it says. */
final class Shell {
    private final Path workingDirectory;
    private long memory = 64L << 30;
    private final Map<String, String> environment = new HashMap<>(Map.of("TERM", "dumb"));
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    Shell(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** From now on the machine has so many bytes. */
    void memory(long bytes) {
        memory = bytes;
    }

    int call(String... arguments) {
        return commandLine().execute(arguments);
    }

    CommandLine commandLine() {
        out = new StringWriter();
        err = new StringWriter();
        return new MlfdCommandLine(surroundings()).commandLine();
    }

    /** A run file as the command line reads it. */
    MLFDRun read(String file) {
        return new RunFiles(surroundings()).read(Path.of(file), List.of()).run();
    }

    private Surroundings surroundings() {
        return new Surroundings(
                "1.2.3",
                new PrintWriter(out),
                new PrintWriter(err),
                new ByteArrayInputStream(new byte[0]),
                environment,
                workingDirectory,
                InstantSource.system(),
                () -> Duration.ZERO,
                2,
                new MachineMemory(memory, memory / 8));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
