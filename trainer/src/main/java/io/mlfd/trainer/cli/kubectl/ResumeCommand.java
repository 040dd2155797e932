package io.mlfd.trainer.cli.kubectl;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = "Lets a run that was suspended go on. Takes get and patch on mlfdruns.",
        footer = {"", "Example:", "  ./mlfd kubectl resume three-sets"})
final class ResumeCommand extends ClusterCommand {
    @Parameters(paramLabel = "RUN", description = "Name of the run.")
    private String name;

    ResumeCommand(ClusterSurroundings surroundings) {
        super(surroundings);
    }

    @Override
    int call(RunsOnCluster cluster) {
        cluster.patchSpec(name, Map.of("suspend", false));
        surroundings().out().println(name + " goes on");
        return 0;
    }
}
