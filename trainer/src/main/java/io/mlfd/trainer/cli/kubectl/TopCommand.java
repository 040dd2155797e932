package io.mlfd.trainer.cli.kubectl;

import io.mlfd.api.MLFDRun;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "top",
        description = "Shows what is under way in all runs, and how far it is. Takes list on mlfdruns.",
        footer = {"", "Example:", "  ./mlfd kubectl top -A"})
final class TopCommand extends ClusterCommand {
    private static final Set<String> UNDER_WAY = Set.of("Queued", "Pending", "Running", "Suspending", "TimingOut");

    @Option(
            names = {"-A", "--all-namespaces"},
            description = "Of all namespaces.")
    private boolean everywhere;

    TopCommand(ClusterSurroundings surroundings) {
        super(surroundings);
    }

    @Override
    int call(RunsOnCluster cluster) {
        List<List<String>> rows = cluster.runs(everywhere).stream()
                .filter(run -> run.getStatus() != null)
                .flatMap(TopCommand::underWay)
                .toList();
        surroundings()
                .out()
                .print(rows.isEmpty() ? "nothing is under way\n" : RunText.table(RunText.topTitles(), rows));
        return 0;
    }

    private static Stream<List<String>> underWay(MLFDRun run) {
        return run.getStatus().stages().stream()
                .filter(stage -> UNDER_WAY.contains(stage.state()))
                .map(stage -> RunText.top(run, stage));
    }
}
