package io.mlfd.trainer.cli;

import picocli.CommandLine.Option;

/** What all commands have in common. */
public abstract class VerboseCommand {
    @Option(names = "--verbose", description = "Show the stack trace of an error.")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }
}
