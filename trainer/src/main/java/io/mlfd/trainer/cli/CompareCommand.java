package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.report.compare.ComparisonText;
import io.mlfd.trainer.report.compare.RunComparison;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        description =
                "Puts the networks of several runs side by side, data set by data set: accuracy, time to train, parameters.",
        footer = {"", "Example:", "  ./mlfd compare runs/ffl-study runs/one-study"})
final class CompareCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "RUN_DIR", arity = "1..*", description = "Folders of runs, also of several methods.")
    private List<Path> folders;

    CompareCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Set<Path> seen = new HashSet<>();
        for (Path folder : folders) {
            if (!seen.add(surroundings.resolve(folder))) {
                throw new CommandException(ExitCode.BAD_ORDER, folder + ": is named twice; name each folder once");
            }
        }
        RunComparison comparison = new RunComparison();
        for (Path folder : folders) {
            RecordedRun run = RecordedRun.read(folder, surroundings);
            if (!comparison.add(run.data(), run.report()::parameters)) {
                throw new CommandException(
                        ExitCode.BAD_INPUT,
                        folder + ": the network that " + run.data().method()
                                + " is about is not trained yet; finish the run with mlfd run");
            }
            if (!run.finished()) {
                surroundings.complain(folder + ": only " + run.data().stages().size() + " of " + run.stages()
                        + " stages are finished; figures are of these, finish the run with mlfd run");
            }
        }
        surroundings.out().print(new ComparisonText().of(comparison.sets()));
        surroundings.out().flush();
        return 0;
    }
}
