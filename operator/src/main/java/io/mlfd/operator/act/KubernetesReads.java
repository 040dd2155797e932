package io.mlfd.operator.act;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;
import java.util.Optional;

/** Reads with a client. */
public final class KubernetesReads implements LiveReads {
    private static final List<String> KUEUE_VERSIONS = List.of("v1beta2", "v1beta1");
    private static final String STAGE = "stage";
    private static final int MOST_BYTES = 16 * 1024;
    private static final int LINES = 20;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;

    public KubernetesReads(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<StoredRun> run(String namespace, String name) {
        return Optional.ofNullable(client.resources(StoredRun.class)
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    @Override
    public Optional<Job> job(String namespace, String name) {
        return Optional.ofNullable(
                client.batch().v1().jobs().inNamespace(namespace).withName(name).get());
    }

    @Override
    public List<Pod> pods(String namespace, String labelSelector) {
        return client.pods()
                .inNamespace(namespace)
                .withLabelSelector(labelSelector)
                .list()
                .getItems();
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
        return Optional.ofNullable(client.persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    @Override
    public Optional<GenericKubernetesResource> workload(String namespace, String jobUid) {
        return KUEUE_VERSIONS.stream()
                .flatMap(version -> workloads(namespace, jobUid, version).stream())
                .findFirst();
    }

    private List<GenericKubernetesResource> workloads(String namespace, String jobUid, String version) {
        ResourceDefinitionContext workloads = new ResourceDefinitionContext.Builder()
                .withGroup("kueue.x-k8s.io")
                .withVersion(version)
                .withKind("Workload")
                .withPlural("workloads")
                .withNamespaced(true)
                .build();
        try {
            return client.genericKubernetesResources(workloads)
                    .inNamespace(namespace)
                    .withLabel("kueue.x-k8s.io/job-uid", jobUid)
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND || e.getCode() == FORBIDDEN) {
                return List.of();
            }
            throw e;
        }
    }

    /**
     * Its node is asked, which may be away: nothing hangs on the answer. The client's own way to a log lists and watches the pod
     * first, to wait until it is ready.
     */
    @Override
    public Optional<String> output(String namespace, String pod) {
        try {
            return Optional.ofNullable(client.raw("/api/v1/namespaces/" + namespace + "/pods/" + pod + "/log?container="
                            + STAGE + "&tailLines=" + LINES + "&limitBytes=" + MOST_BYTES))
                    .map(KubernetesReads::wholeLines);
        } catch (KubernetesClientException e) {
            return Optional.empty();
        }
    }

    /** A limit in bytes cuts the last line (PodLogOptions), and of a number its last digits. */
    private static String wholeLines(String output) {
        return output.substring(0, output.lastIndexOf('\n') + 1);
    }

    @Override
    public List<Event> warnings(String namespace, String uid) {
        return client.v1()
                .events()
                .inNamespace(namespace)
                .withField("involvedObject.uid", uid)
                .withField("type", "Warning")
                .list()
                .getItems();
    }
}
