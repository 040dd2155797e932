package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.plan.Plan;
import io.mlfd.trainer.local.RunFolder;
import io.mlfd.trainer.local.RunReport;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;

/**
 * A run that is known by what it left in its folder.
 *
 * @param data of the stages that are finished
 * @param stages of the whole run, without the report
 */
record RecordedRun(RunReport report, ReportData data, int stages) {
    /**
     * Complains of what is passed over.
     *
     * @throws io.mlfd.trainer.local.LocalRunException when there is no record of a run that can be read
     * @throws CommandException while no stage is finished
     */
    static RecordedRun read(Path folder, Surroundings surroundings) {
        WholeFiles files = new WholeFiles(Disk.local());
        RunReport report = new RunReport(
                new RunFolder(surroundings.resolve(folder), files),
                files,
                surroundings.clock(),
                surroundings::complain);
        Plan plan = report.recordedPlan();
        ReportData data = report.data(plan)
                .orElseThrow(() -> new CommandException(
                        ExitCode.BAD_INPUT, folder + ": no stage is finished yet; finish the run with mlfd run"));
        return new RecordedRun(report, data, plan.stages().size() - 1);
    }

    boolean finished() {
        return data.stages().size() == stages;
    }
}
