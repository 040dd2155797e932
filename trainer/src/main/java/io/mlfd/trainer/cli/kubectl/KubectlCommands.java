package io.mlfd.trainer.cli.kubectl;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code mlfd kubectl}, and {@code kubectl mlfd}: runs on a cluster. */
public final class KubectlCommands {
    private KubectlCommands() {}

    @Command(
            name = "kubectl",
            description = {
                "Works with runs on a cluster, with the rights that your kubeconfig gives you.",
                "With kubectl-mlfd on the PATH this is kubectl mlfd."
            },
            footer = {"", "Example:", "  ./mlfd kubectl status three-sets"})
    private static final class Top {}

    /** All commands. */
    public static CommandLine commandLine(ClusterSurroundings surroundings) {
        CommandLine top = new CommandLine(new Top());
        List.of(
                        new StatusCommand(surroundings),
                        new LogsCommand(surroundings),
                        new SuspendCommand(surroundings),
                        new ResumeCommand(surroundings),
                        new RerunCommand(surroundings),
                        new WaitCommand(surroundings),
                        new FetchCommand(surroundings),
                        new TopCommand(surroundings))
                .forEach(top::addSubcommand);
        return top;
    }
}
