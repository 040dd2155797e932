package io.mlfd.trainer.cli.kubectl;

import io.fabric8.kubernetes.api.model.Pod;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "fetch",
        description = {
            "Brings a run's report page and the weights of its students, each named after its data set, to a folder.",
            "A pod of the run's own image, which mounts the claim read-only, is made for it and deleted at the end.",
            "Takes get on mlfdruns, list on pods, create, get and delete on pods, create and get on pods/exec."
        },
        footer = {"", "Example:", "  ./mlfd kubectl fetch three-sets -o three-sets"})
final class FetchCommand extends ClusterCommand {
    private static final int DIGITS = 36;

    @Parameters(paramLabel = "RUN", description = "Name of the run.")
    private String name;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Folder to write to, made where it is missing. Otherwise one of the run's name.")
    private Path folder;

    @Option(
            names = "--image",
            paramLabel = "IMAGE",
            description = "Of the pod: any with cat, sha256sum and sleep. Otherwise that of the run.")
    private String image;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long the pod may take to run. Default: ${DEFAULT-VALUE}.")
    private long seconds;

    @Option(
            names = "--most",
            paramLabel = "BYTES",
            defaultValue = "4294967296",
            description = "Longest file that is taken. Default: ${DEFAULT-VALUE}.")
    private long most;

    FetchCommand(ClusterSurroundings surroundings) {
        super(surroundings);
    }

    @Override
    int call(RunsOnCluster cluster) {
        MLFDRun run = cluster.run(name);
        MLFDRunStatus status = cluster.status(run);
        List<RemoteFile> wanted = RemoteFile.of(status);
        if (wanted.isEmpty() || status.volume() == null) {
            throw new ClusterException(
                    "run \"" + name + "\" has nothing to fetch yet: no student and no report is done ("
                            + status.stagesDone() + " stages); kubectl mlfd wait " + name);
        }
        Path to = surroundings().workingDirectory().resolve(folder == null ? Path.of(name) : folder);
        WholeFiles files = new WholeFiles(Disk.local());
        files.createFolders(to);
        Pod pod = ReaderPods.build(run, podName(), image(cluster, run), status.volume());
        try (PodReader reader = ClusterPodReader.open(
                cluster, pod, Duration.ofSeconds(seconds), surroundings().pause())) {
            int fetched = new Fetching(reader, files, ReaderPods.MOUNT + "/" + name, most, line -> surroundings()
                            .out()
                            .println(line))
                    .fetch(wanted, to);
            return fetched == wanted.size() ? 0 : 1;
        }
    }

    /** Two at once do not meet. */
    private String podName() {
        return name + "-fetch-" + Long.toString(surroundings().clock().millis(), DIGITS);
    }

    /** The run's own, or that of the pods that it had: the operator's default stands nowhere else. */
    private String image(RunsOnCluster cluster, MLFDRun run) {
        return Optional.ofNullable(image)
                .or(() -> Optional.ofNullable(run.getSpec().pod()).map(pod -> pod.image()))
                .or(() -> cluster.status(run).stages().stream()
                        .flatMap(stage -> cluster.pods(name, stage.name()).stream())
                        .flatMap(pod -> pod.getSpec().getContainers().stream())
                        .filter(container -> container.getName().equals("stage"))
                        .map(container -> container.getImage())
                        .findFirst())
                .orElseThrow(() -> new ClusterException("the run's pods are gone and spec.pod.image names none:"
                        + " say with --image which image to read the claim with, any with cat, sha256sum and sleep"));
    }
}
