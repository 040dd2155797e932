package io.mlfd.trainer.cli;

import io.mlfd.plan.Architecture.Family;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "models",
        description = "Lists the networks that experts and students can be.",
        footer = {"", "Example:", "  ./mlfd models"})
final class ModelsCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    ModelsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().println("NAME      WIDTH  STAGES  BLOCKS PER STAGE  LEVELS");
        for (Family family : Family.values()) {
            surroundings
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "%-8s  %5d  %6d  %16d  last-%d … last, embedding",
                            family.label(),
                            family.defaultWidth(),
                            family.stages(),
                            family.blocksPerStage(),
                            family.stages() - 1));
        }
        return 0;
    }
}
