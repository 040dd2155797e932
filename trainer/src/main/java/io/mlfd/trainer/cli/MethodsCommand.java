package io.mlfd.trainer.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "methods",
        description = "Lists the distillation methods.",
        footer = {"", "Example:", "  ./mlfd methods"})
final class MethodsCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    MethodsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings
                .out()
                .println("mlfd  Multi-Level Feature Distillation of joint teachers trained on distinct image data sets"
                        + " (Iordache, Alexe, Ionescu, WACV 2025)");
        return 0;
    }
}
