package io.mlfd.trainer.cli.kubectl;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What commands find around them.
 *
 * @param workingDirectory what relative paths are relative to
 * @param pause lets so much time pass between two looks
 */
public record ClusterSurroundings(
        PrintWriter out, Path workingDirectory, InstantSource clock, Consumer<Duration> pause, Clients clients) {}
