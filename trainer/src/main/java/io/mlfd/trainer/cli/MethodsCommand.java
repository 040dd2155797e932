package io.mlfd.trainer.cli;

import io.mlfd.plan.Method;
import io.mlfd.plan.Methods;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "methods",
        description = "Lists the distillation methods: where each was published, its stages, and a sample.",
        footer = {"", "Example:", "  ./mlfd methods"})
final class MethodsCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    MethodsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PrintWriter out = surroundings.out();
        for (Method method : Methods.ALL) {
            out.println(method.name() + ": " + method.title());
            out.println("  " + method.source());
            out.println("  stages  " + String.join(", ", method.stages()));
            out.println("  sample  ./mlfd run " + method.sample());
        }
        out.flush();
        return 0;
    }
}
