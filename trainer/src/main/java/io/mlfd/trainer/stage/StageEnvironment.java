package io.mlfd.trainer.stage;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * The process that stages run in.
 *
 * @param programVersion for the record of results
 * @param processStart what the times in a report are counted from
 * @param console takes lines for people
 */
public record StageEnvironment(
        String programVersion, Instant processStart, InstantSource clock, Consumer<String> console) {}
