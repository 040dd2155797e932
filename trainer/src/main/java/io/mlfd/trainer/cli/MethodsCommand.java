package io.mlfd.trainer.cli;

import io.mlfd.plan.Methods;
import java.util.Locale;
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
        Methods.ALL.forEach(method -> surroundings
                .out()
                .println(String.format(Locale.ROOT, "%-8s", method.name()) + method.title() + ": " + method.source()));
        return 0;
    }
}
