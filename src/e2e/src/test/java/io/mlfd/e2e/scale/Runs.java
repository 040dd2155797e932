package io.mlfd.e2e.scale;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mlfd.api.MLFDRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Runs of six stages for {@link FakeNodes}: two teachers, the joint one, two students, the report. They share a claim. */
public record Runs(KubernetesClient client, String namespace) {
    private static final String CLAIM = "all-runs";
    private static final int THREADS = 16;
    private static final Map<String, Object> GPU = Map.of(
            "requests", Map.of("cpu", "10m", "memory", "64Mi"), "limits", Map.of("memory", "1Gi", "nvidia.com/gpu", 1));
    private static final String SPEC = """
            datasets:
              - {name: a, source: {generated: {kind: shapes}, trainPerClass: 4, testPerClass: 2}, model: {name: resnet8}}
              - {name: b, source: {generated: {kind: glyphs}, trainPerClass: 4, testPerClass: 2}, model: {name: resnet8}}
            input: {size: 32}
            training: {epochs: 1, batchSize: 8, optimizer: {name: AdamW, learningRate: 0.001}}
            method: {mlfd: {}}
            storage: {claimName: all-runs}
            pod:
              nodeSelector: {mlfd.io/fake-node: "true"}
              tolerations: [{key: mlfd.io/fake-node, operator: Exists}]
              resources: {requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 1Gi}}
            """;

    /** The claim, on a volume that nothing is ever written to. */
    public void claim() {
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withStorageClassName("")
                        .withAccessModes("ReadWriteMany")
                        .addToCapacity("storage", new Quantity("1Gi"))
                        .withNewHostPath()
                        .withPath("/nonexistent")
                        .endHostPath()
                        .withNewClaimRef()
                        .withNamespace(namespace)
                        .withName(CLAIM)
                        .endClaimRef()
                        .endSpec()
                        .build())
                .create();
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(CLAIM)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withStorageClassName("")
                        .withVolumeName(namespace)
                        .withAccessModes("ReadWriteMany")
                        .withNewResources()
                        .addToRequests("storage", new Quantity("1Gi"))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
    }

    public void create(int count) throws InterruptedException {
        atOnce(count, i -> client.resource(run("r" + i)).create());
    }

    /**
     * A run whose stages ask for a GPU each, its report excepted, and that waits for it in a queue.
     *
     * @param queue as {@code spec.queue}
     */
    public void createWithGpu(String name, Map<String, String> queue) {
        GenericKubernetesResource run = run(name);
        Map<String, Object> spec = run.get("spec");
        spec.put("queue", queue);
        Map<String, Object> pod = run.get("spec", "pod");
        pod.put("resources", GPU);
        client.resource(run).create();
    }

    /** Runs that have ended long ago, with the status of one that has. Nobody who starts runs may be there meanwhile. */
    public void createEnded(int count, MLFDRun ended) throws InterruptedException {
        String status = client.getKubernetesSerialization().asJson(Map.of("status", ended.getStatus()));
        atOnce(count, i -> {
            client.resource(run("ended" + i)).create();
            client.genericKubernetesResources(MLFDRun.API_VERSION, MLFDRun.KIND)
                    .inNamespace(namespace)
                    .withName("ended" + i)
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), status);
        });
    }

    private static void atOnce(int count, IntConsumer each) throws InterruptedException {
        ExecutorService work = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = IntStream.range(0, count)
                    .<Future<?>>mapToObj(i -> work.submit(() -> each.accept(i)))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run could not be made", e.getCause());
        } finally {
            work.shutdownNow();
        }
    }

    /** As people write it: the types would write empty lists where the text says nothing. */
    private GenericKubernetesResource run(String name) {
        GenericKubernetesResource run = new GenericKubernetesResource();
        run.setApiVersion(MLFDRun.API_VERSION);
        run.setKind(MLFDRun.KIND);
        run.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace(namespace).build());
        run.setAdditionalProperty("spec", client.getKubernetesSerialization().unmarshal(SPEC, Map.class));
        return run;
    }

    /** What they leave outside of their namespace. */
    public void removeVolume() {
        client.persistentVolumes().withName(namespace).delete();
    }
}
