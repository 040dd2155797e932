package io.mlfd.trainer.cli.kubectl;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.trainer.cli.VerboseCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command about runs on a cluster. */
abstract class ClusterCommand extends VerboseCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options;

    private final ClusterSurroundings surroundings;

    ClusterCommand(ClusterSurroundings surroundings) {
        this.surroundings = surroundings;
    }

    ClusterSurroundings surroundings() {
        return surroundings;
    }

    @Override
    public final Integer call() {
        try (KubernetesClient client = surroundings.clients().open(options)) {
            int exit = call(new RunsOnCluster(client));
            surroundings.out().flush();
            return exit;
        }
    }

    abstract int call(RunsOnCluster cluster);
}
