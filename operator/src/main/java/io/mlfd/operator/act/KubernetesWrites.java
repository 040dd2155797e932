package io.mlfd.operator.act;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;
import java.util.Map;

/** Writes with a client. */
public final class KubernetesWrites implements ClusterWrites {
    private static final ResourceDefinitionContext RUNS = ResourceDefinitionContext.fromResourceType(MLFDRun.class);
    private static final int GONE = 404;

    private final KubernetesClient client;

    public KubernetesWrites(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public void create(PersistentVolumeClaim claim) {
        client.resource(claim).create();
    }

    @Override
    public void create(Job job) {
        client.resource(job).create();
    }

    @Override
    public void delete(Job job) {
        delete("/apis/batch/v1/namespaces/" + job.getMetadata().getNamespace() + "/jobs/", job);
    }

    @Override
    public void delete(Pod pod) {
        delete("/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/", pod);
    }

    @Override
    public void own(PersistentVolumeClaim claim, List<OwnerReference> owners) {
        client.resource(claim)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization()
                                .asJson(Map.of(
                                        "metadata",
                                        Map.of(
                                                "resourceVersion",
                                                claim.getMetadata().getResourceVersion(),
                                                "ownerReferences",
                                                owners))));
    }

    /** The client's own delete knows no uid precondition. */
    private void delete(String path, HasMetadata object) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withApiVersion("v1")
                .withKind("DeleteOptions")
                .withPropagationPolicy("Foreground")
                .withNewPreconditions()
                .withUid(object.getMetadata().getUid())
                .endPreconditions()
                .build();
        try {
            client.raw(path + object.getMetadata().getName(), "DELETE", options);
        } catch (KubernetesClientException e) {
            if (e.getCode() != GONE) {
                throw e;
            }
        }
    }

    /** As generic resource, since the typed one leaves nulls out and so could not remove a field. One PATCH, no GET. */
    @Override
    public StoredRun patchStatus(MLFDRun asRead, StatusPatch patch) {
        GenericKubernetesResource generic = new GenericKubernetesResource();
        generic.setApiVersion(MLFDRun.API_VERSION);
        generic.setKind(MLFDRun.KIND);
        generic.setMetadata(new ObjectMetaBuilder()
                .withName(asRead.getMetadata().getName())
                .withNamespace(asRead.getMetadata().getNamespace())
                .withResourceVersion(asRead.getMetadata().getResourceVersion())
                .build());
        generic.setAdditionalProperty("status", patch.fields());
        GenericKubernetesResource patched = client.genericKubernetesResources(RUNS)
                .inNamespace(asRead.getMetadata().getNamespace())
                .resource(generic)
                .patchStatus();
        return client.getKubernetesSerialization().convertValue(patched, StoredRun.class);
    }

    @Override
    public void create(Event event) {
        client.resource(event).create();
    }
}
