package io.mlfd.trainer.cli.kubectl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rerun",
        description = {
            "Lets a run in which stages have failed go on, or runs the named stages again, done or failed.",
            "What is done stays done, and what is found whole is not trained again. Takes get and patch on mlfdruns."
        },
        footer = {"", "Example:", "  ./mlfd kubectl rerun three-sets joint"})
final class RerunCommand extends ClusterCommand {
    @Parameters(index = "0", paramLabel = "RUN", description = "Name of the run.")
    private String name;

    @Parameters(index = "1..*", paramLabel = "STAGE", description = "Names of stages; otherwise all that have failed.")
    private List<String> stages = List.of();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "What spec.rerun.token becomes; each counts once. Otherwise the time.")
    private String token;

    RerunCommand(ClusterSurroundings surroundings) {
        super(surroundings);
    }

    @Override
    int call(RunsOnCluster cluster) {
        Map<String, Object> rerun = new LinkedHashMap<>();
        rerun.put(
                "token",
                Optional.ofNullable(token)
                        .orElseGet(() ->
                                Long.toString(surroundings().clock().instant().getEpochSecond())));
        // In a merge patch a list that is left out would stay what it was the last time.
        rerun.put("stages", stages.isEmpty() ? null : stages);
        cluster.patchSpec(name, Map.of("rerun", rerun));
        surroundings()
                .out()
                .println(name + " goes on" + (stages.isEmpty() ? "" : " with " + String.join(", ", stages)));
        return 0;
    }
}
