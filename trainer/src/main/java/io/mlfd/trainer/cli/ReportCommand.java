package io.mlfd.trainer.cli;

import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ResultText;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description =
                "Prints the table of a run's folder, of the stages that are finished, and writes the page if it is not there.",
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
        RecordedRun run = RecordedRun.read(folder, surroundings);
        ReportData data = run.data();
        Path page = run.report().page(data);
        surroundings.out().print(ResultText.table(data));
        surroundings.out().println("\n" + data.outcome());
        surroundings.out().println("report   " + page);
        surroundings.out().flush();
        return 0;
    }
}
