package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.local.RunFolder;
import io.mlfd.trainer.local.RunReport;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.compare.ComparisonText;
import io.mlfd.trainer.report.compare.RunComparison;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.util.List;
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
        WholeFiles files = new WholeFiles(Disk.local());
        RunComparison comparison = new RunComparison();
        for (Path folder : folders) {
            RunReport report = new RunReport(
                    new RunFolder(surroundings.resolve(folder), files),
                    files,
                    surroundings.clock(),
                    surroundings::complain);
            ReportData data = report.data(report.recordedPlan())
                    .orElseThrow(() -> new CommandException(
                            ExitCode.BAD_INPUT, folder + ": no stage is finished yet; finish the run with mlfd run"));
            comparison.add(data, report::parameters);
        }
        surroundings.out().print(new ComparisonText().of(comparison.sets()));
        surroundings.out().flush();
        return 0;
    }
}
