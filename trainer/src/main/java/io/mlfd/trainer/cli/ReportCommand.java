package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.local.RunFolder;
import io.mlfd.trainer.local.RunReport;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ResultText;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description =
                "Writes the report of a run's folder again, from the stages that are finished, and prints its table.",
        footer = {"", "Example:", "  ./mlfd report runs/quickstart"})
final class ReportCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "RUN_DIR", description = "Folder of a run.")
    private Path folder;

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        WholeFiles files = new WholeFiles(Disk.local());
        RunReport report = new RunReport(
                new RunFolder(surroundings.resolve(folder), files),
                files,
                surroundings.clock(),
                surroundings.out()::println);
        ReportData data = report.data(report.recordedPlan())
                .orElseThrow(() -> new CommandException(
                        ExitCode.BAD_INPUT, folder + ": no stage is finished yet; finish the run with mlfd run"));
        Path page = report.page(data);
        surroundings.out().print(ResultText.table(data));
        surroundings.out().println("\n" + data.outcome());
        surroundings.out().println("report   " + page);
        surroundings.out().flush();
        return 0;
    }
}
