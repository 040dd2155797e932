package io.mlfd.trainer.stage;

import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.time.Ticker;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * The process that stages run in.
 *
 * @param programVersion for the record of results
 * @param processStart when it was started
 * @param clock for moments
 * @param ticker for durations; those in a report are counted from its beginning
 * @param links of image folders that are followed
 * @param console takes lines for people
 * @param memory of the process
 */
public record StageEnvironment(
        String programVersion,
        Instant processStart,
        InstantSource clock,
        Ticker ticker,
        Links links,
        Consumer<String> console,
        OwnMemory memory) {}
