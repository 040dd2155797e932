package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = "Checks run files, and names everything that is wrong with each.",
        footer = {"", "Example:", "  ./mlfd validate manifests/samples/quickstart.yaml"})
final class ValidateCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Run files.")
    private List<Path> files;

    ValidateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        RunFiles reader = new RunFiles(surroundings);
        int exit = ExitCode.DONE.status();
        for (Path file : files) {
            try {
                RunFiles.Planned planned = reader.read(file, List.of());
                surroundings
                        .out()
                        .println(file + ": valid, " + planned.plan().stages().size() + " stages");
            } catch (CommandException e) {
                e.lines().forEach(line -> surroundings.complain(line));
                exit = e.exit().status();
            }
        }
        return exit;
    }
}
