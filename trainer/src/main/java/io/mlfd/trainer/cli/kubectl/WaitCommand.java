package io.mlfd.trainer.cli.kubectl;

import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.contract.ExitCode;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "wait",
        description = {
            "Waits until a run is Finished: complete, failed, suspended or refused. Takes get on mlfdruns.",
            "Ends with 0 when it is complete, 10 when it is suspended, 20 when its spec is refused, 1 when it has failed,",
            "and 124 when the time is over first."
        },
        footer = {"", "Example:", "  ./mlfd kubectl wait three-sets --timeout 7200"})
final class WaitCommand extends ClusterCommand {
    private static final int FAILED = 1;
    private static final int TIMED_OUT = 124;

    @Parameters(paramLabel = "RUN", description = "Name of the run.")
    private String name;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "86400",
            description = "How long to wait. Default: ${DEFAULT-VALUE}, a day.")
    private long seconds;

    WaitCommand(ClusterSurroundings surroundings) {
        super(surroundings);
    }

    @Override
    int call(RunsOnCluster cluster) {
        Optional<MLFDRun> ended =
                Looks.until(Duration.ofSeconds(seconds), surroundings().pause(), () -> Optional.of(cluster.run(name))
                        .filter(seen -> RunText.finished(seen).isPresent()));
        if (ended.isEmpty()) {
            surroundings().out().println(name + ": not finished after " + seconds + " s");
            return TIMED_OUT;
        }
        MLFDRun run = ended.get();
        Condition end = RunText.finished(run).orElseThrow();
        surroundings().out().println(RunText.head(run, cluster.status(run)));
        return switch (end.reason()) {
            case "Complete" -> 0;
            case "Suspended" -> ExitCode.STOPPED.status();
            case "Failed" -> FAILED;
            default -> ExitCode.BAD_ORDER.status();
        };
    }
}
