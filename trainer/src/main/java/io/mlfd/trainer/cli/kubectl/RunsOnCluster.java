package io.mlfd.trainer.cli.kubectl;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What is asked of the API server about runs, in one namespace. Whatever it refuses is a {@link ClusterException}. */
record RunsOnCluster(KubernetesClient client) {
    static final String RUN = "mlfd.io/run";
    static final String STAGE = "mlfd.io/stage";
    static final String ATTEMPT = "mlfd.io/attempt";
    private static final int NOT_FOUND = 404;

    String namespace() {
        return Optional.ofNullable(client.getNamespace()).orElse("default");
    }

    /** @throws ClusterException when there is none */
    MLFDRun run(String name) {
        MLFDRun run = asked(
                "get mlfdruns \"" + name + "\"" + here(), () -> resource(name).get());
        if (run == null) {
            throw new ClusterException(
                    "there is no run \"" + name + "\"" + here() + "; kubectl get mlfdruns -A lists them");
        }
        return run;
    }

    /** @throws ClusterException when it has not been looked at yet */
    MLFDRunStatus status(MLFDRun run) {
        return Optional.ofNullable(run.getStatus())
                .orElseThrow(
                        () -> new ClusterException("run \"" + run.getMetadata().getName()
                                + "\" has no status yet; is the operator there? kubectl -n mlfd-system get pods"));
    }

    List<MLFDRun> runs(boolean everywhere) {
        return everywhere
                ? asked("list mlfdruns in all namespaces", () -> client.resources(MLFDRun.class)
                        .inAnyNamespace()
                        .list()
                        .getItems())
                : asked("list mlfdruns" + here(), () -> client.resources(MLFDRun.class)
                        .inNamespace(namespace())
                        .list()
                        .getItems());
    }

    Resource<MLFDRun> resource(String name) {
        return client.resources(MLFDRun.class).inNamespace(namespace()).withName(name);
    }

    /** Changes a run's spec, and nothing where it does not exist. */
    void patchSpec(String name, Map<String, Object> fields) {
        run(name);
        String patch = client.getKubernetesSerialization().asJson(Map.of("spec", fields));
        asked("patch mlfdruns \"" + name + "\"" + here(), () -> resource(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    /** Pods of a stage's attempts. */
    List<Pod> pods(String run, String stage) {
        return asked("list pods" + here(), () -> client.pods()
                        .inNamespace(namespace())
                        .withLabel(RUN, run)
                        .list()
                        .getItems())
                .stream()
                .filter(pod -> pod.getMetadata().getAnnotations() != null)
                .filter(pod -> stage.equals(pod.getMetadata().getAnnotations().get(STAGE)))
                .toList();
    }

    String here() {
        return " in namespace \"" + namespace() + "\"";
    }

    <T> T asked(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND && what.contains("mlfdruns")) {
                throw new ClusterException(
                        "this cluster knows no runs: mlfd is not installed there, or " + e.getMessage());
            }
            throw ClusterException.of(what, e);
        }
    }
}
