package io.mlfd.trainer.cli;

import io.mlfd.contract.ControlCharacters;
import io.mlfd.trainer.local.MachineMemory;
import io.mlfd.trainer.time.Ticker;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command finds around it.
 *
 * @param version of this program
 * @param workingDirectory what relative paths are relative to
 * @param clock for moments
 * @param ticker for durations
 * @param cores of this machine
 * @param memory of this machine
 */
record Surroundings(
        String version,
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Map<String, String> environment,
        Path workingDirectory,
        InstantSource clock,
        Ticker ticker,
        int cores,
        MachineMemory memory) {
    /** One line of what is wrong. It may quote what stands in a file of others: a run's record, a checkpoint, a log. */
    void complain(String line) {
        err.println("mlfd: " + ControlCharacters.escaped(line));
    }

    /** The same with durations that are counted from elsewhere. */
    Surroundings since(Ticker other) {
        return new Surroundings(version, out, err, in, environment, workingDirectory, clock, other, cores, memory);
    }

    Path resolve(Path path) {
        return workingDirectory.resolve(path).normalize();
    }
}
