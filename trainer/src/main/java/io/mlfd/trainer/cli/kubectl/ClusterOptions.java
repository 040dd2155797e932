package io.mlfd.trainer.cli.kubectl;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which cluster, as kubectl takes it. */
final class ClusterOptions {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "The namespace; otherwise that of the context.")
    String namespace;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The context of the kubeconfig; otherwise its current one.")
    String context;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Where the cluster is; otherwise what KUBECONFIG names, or ~/.kube/config.")
    Path kubeconfig;
}
