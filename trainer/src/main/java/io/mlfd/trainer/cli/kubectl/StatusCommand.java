package io.mlfd.trainer.cli.kubectl;

import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "Shows where a run stands: its phase and why, and every stage. Takes get on mlfdruns.",
        footer = {"", "Example:", "  ./mlfd kubectl status three-sets -n research"})
final class StatusCommand extends ClusterCommand {
    @Parameters(paramLabel = "RUN", description = "Name of the run.")
    private String name;

    StatusCommand(ClusterSurroundings surroundings) {
        super(surroundings);
    }

    @Override
    int call(RunsOnCluster cluster) {
        MLFDRun run = cluster.run(name);
        MLFDRunStatus status = cluster.status(run);
        surroundings().out().println(RunText.head(run, status));
        if (!status.stages().isEmpty()) {
            surroundings()
                    .out()
                    .print(RunText.table(
                            RunText.stageTitles(),
                            status.stages().stream().map(RunText::stage).toList()));
        }
        return 0;
    }
}
