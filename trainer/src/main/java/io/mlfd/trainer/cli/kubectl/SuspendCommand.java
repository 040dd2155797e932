package io.mlfd.trainer.cli.kubectl;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "suspend",
        description = "Stops a run's stages, which write checkpoints first. Takes get and patch on mlfdruns.",
        footer = {"", "Example:", "  ./mlfd kubectl suspend three-sets"})
final class SuspendCommand extends ClusterCommand {
    @Parameters(paramLabel = "RUN", description = "Name of the run.")
    private String name;

    SuspendCommand(ClusterSurroundings surroundings) {
        super(surroundings);
    }

    @Override
    int call(RunsOnCluster cluster) {
        cluster.patchSpec(name, Map.of("suspend", true));
        surroundings().out().println(name + " is being suspended; kubectl mlfd wait " + name + " waits for it");
        return 0;
    }
}
