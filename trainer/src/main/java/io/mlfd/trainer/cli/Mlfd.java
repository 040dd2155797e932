package io.mlfd.trainer.cli;

import io.quarkus.picocli.runtime.annotations.TopCommand;
import picocli.CommandLine.Command;

/** The command line {@code mlfd}: also the entry point of the trainer image. */
@TopCommand
@Command(
        name = "mlfd",
        mixinStandardHelpOptions = true,
        description = "Multi-level feature distillation, on one machine.")
final class Mlfd {}
