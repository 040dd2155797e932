package io.mlfd.trainer.cli;

import io.mlfd.plan.Methods;
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
        Columns columns = new Columns();
        Methods.ALL.forEach(method -> columns.row(method.name(), method.title() + ": " + method.source()));
        surroundings.out().print(columns.text());
        surroundings.out().flush();
        return 0;
    }
}
