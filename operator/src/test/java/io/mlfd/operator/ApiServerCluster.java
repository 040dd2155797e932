package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.build.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What people and the Job controller do at a real API server that has no controllers. */
public record ApiServerCluster(KubernetesClient client) {
    static final String DEFINITION = "mlfdruns.mlfd.io";
    private static final String CRD = "META-INF/fabric8/mlfdruns.mlfd.io-v1.yml";

    /** The definition of this release, and the namespace of the tests. */
    public void install() throws IOException, InterruptedException {
        try (InputStream crd = Thread.currentThread().getContextClassLoader().getResourceAsStream(CRD)) {
            client.load(crd).forceConflicts().serverSideApply();
        }
        awaitDefinition();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(Runs.NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    public Resource<CustomResourceDefinition> definition() {
        return client.apiextensions().v1().customResourceDefinitions().withName(DEFINITION);
    }

    private void awaitDefinition() {
        definition()
                .waitUntilCondition(
                        c -> c.getStatus() != null
                                && c.getStatus().getConditions() != null
                                && c.getStatus().getConditions().stream()
                                        .anyMatch(k -> k.getType().equals("Established")
                                                && k.getStatus().equals("True")),
                        30,
                        TimeUnit.SECONDS);
    }

    /** As people write it: the types would write empty lists where the file says nothing. */
    public GenericKubernetesResource written(String name, String spec) {
        GenericKubernetesResource run = new GenericKubernetesResource();
        run.setApiVersion(MLFDRun.API_VERSION);
        run.setKind(MLFDRun.KIND);
        run.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(Runs.NAMESPACE)
                .build());
        run.setAdditionalProperty("spec", client.getKubernetesSerialization().unmarshal(spec, Map.class));
        return run;
    }

    /** The run's Job of a stage, once it is there, as when its pod has ended well. */
    public void complete(String run, String stage) throws Exception {
        Job job = client
                .batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, run)
                .informOnCondition(jobs -> jobs.stream().anyMatch(j -> isOf(stage, j)))
                .get(30, TimeUnit.SECONDS)
                .stream()
                .filter(j -> isOf(stage, j))
                .findFirst()
                .orElseThrow();
        client.resource(job).editStatus(old -> new JobBuilder(old)
                .withStatus(FinishedJob.status(old, true, Instant.now()))
                .build());
    }

    void complete(String run) throws Exception {
        for (String stage : List.of("teacher/a", "teacher/b", "joint", "distill/a", "distill/b", "report")) {
            complete(run, stage);
        }
    }

    private static boolean isOf(String stage, Job job) {
        return stage.equals(job.getMetadata().getAnnotations().get(Labels.STAGE));
    }
}
