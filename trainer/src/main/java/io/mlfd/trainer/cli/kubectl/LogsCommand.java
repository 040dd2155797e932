package io.mlfd.trainer.cli.kubectl;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.StageStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "Shows what a stage said. Takes get on mlfdruns and pods/log, and list on pods.",
        footer = {"", "Example:", "  ./mlfd kubectl logs three-sets joint --follow"})
final class LogsCommand extends ClusterCommand {
    private static final String CONTAINER = "stage";
    private static final int MOST_BYTES = 16 << 20;

    @Parameters(index = "0", paramLabel = "RUN", description = "Name of the run.")
    private String name;

    @Parameters(index = "1", paramLabel = "STAGE", description = "Name of the stage, as status shows it.")
    private String stage;

    @Option(names = "--attempt", paramLabel = "N", description = "Which attempt; otherwise the newest that has a pod.")
    private Integer attempt;

    @Option(
            names = "--tail",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Last lines. Default: ${DEFAULT-VALUE}.")
    private int tail;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the stage ends.")
    private boolean follow;

    LogsCommand(ClusterSurroundings surroundings) {
        super(surroundings);
    }

    @Override
    int call(RunsOnCluster cluster) {
        MLFDRun run = cluster.run(name);
        StageStatus known = cluster.status(run).stages().stream()
                .filter(one -> one.name().equals(stage))
                .findFirst()
                .orElseThrow(() -> new ClusterException("run \"" + name + "\" has no stage \"" + stage
                        + "\"; kubectl mlfd status " + name + " lists them"));
        Pod pod = pod(cluster, known);
        var log = cluster.client()
                .pods()
                .inNamespace(cluster.namespace())
                .withName(pod.getMetadata().getName())
                .inContainer(CONTAINER);
        String what = "get pods/log" + cluster.here();
        if (follow) {
            try (LogWatch watch =
                    cluster.asked(what, () -> log.tailingLines(tail).watchLog())) {
                print(watch);
            } catch (IOException e) {
                throw new ClusterException("the log broke off: " + e.getMessage());
            }
        } else {
            surroundings().out().print(cluster.asked(what, () -> log.limitBytes(MOST_BYTES)
                    .tailingLines(tail)
                    .getLog()));
        }
        return 0;
    }

    private void print(LogWatch watch) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            surroundings().out().println(line);
            surroundings().out().flush();
        }
    }

    private Pod pod(RunsOnCluster cluster, StageStatus known) {
        return cluster.pods(name, stage).stream()
                .filter(pod -> attempt == null || attempt == number(pod))
                .max(Comparator.comparingInt(LogsCommand::number))
                .orElseThrow(() -> new ClusterException(stage
                        + Optional.ofNullable(attempt).map(n -> " attempt " + n).orElse("")
                        + " has no pod: it is " + known.state()
                        + Optional.ofNullable(known.message())
                                .map(message -> " (" + message + ")")
                                .orElse("")
                        + "; pods go with their Jobs, spec.retention.jobs keeps them longer"));
    }

    private static int number(Pod pod) {
        String label = Objects.requireNonNullElse(pod.getMetadata().getLabels().get(RunsOnCluster.ATTEMPT), "");
        return label.matches("[0-9]{1,9}") ? Integer.parseInt(label) : 0;
    }
}
