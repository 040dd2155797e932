package io.mlfd.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.act.ClusterWrites;
import io.mlfd.operator.act.KubernetesWrites;
import io.mlfd.operator.act.StatusPatch;
import io.mlfd.operator.stored.StoredRun;
import java.util.List;

/** The mock server appends to lists where a merge patch replaces them (RFC 7386), so statuses are merged here. */
final class MockServerWrites implements ClusterWrites {
    private final KubernetesClient client;
    private final KubernetesWrites real;
    private final ObjectMapper mapper = new ObjectMapper();

    MockServerWrites(KubernetesClient client) {
        this.client = client;
        this.real = new KubernetesWrites(client);
    }

    @Override
    public void create(PersistentVolumeClaim claim) {
        real.create(claim);
    }

    @Override
    public void create(Job job) {
        real.create(job);
    }

    @Override
    public void delete(Job job) {
        real.delete(job);
    }

    @Override
    public void own(PersistentVolumeClaim claim, List<OwnerReference> owners) {
        client.resource(claim).edit(now -> {
            now.getMetadata().setOwnerReferences(owners);
            return now;
        });
    }

    @Override
    public void delete(Pod pod) {
        real.delete(pod);
    }

    @Override
    public StoredRun patchStatus(MLFDRun asRead, StatusPatch patch) {
        StoredRun now = client.resources(StoredRun.class)
                .inNamespace(asRead.getMetadata().getNamespace())
                .withName(asRead.getMetadata().getName())
                .require();
        if (!now.getMetadata().getResourceVersion().equals(asRead.getMetadata().getResourceVersion())) {
            throw new KubernetesClientException("the object has been modified", 409, null);
        }
        ObjectNode status = now.getStatus() == null
                ? mapper.createObjectNode()
                : now.getStatus().deepCopy();
        patch.fields().properties().forEach(field -> {
            if (field.getValue().isNull()) {
                status.remove(field.getKey());
            } else {
                status.set(field.getKey(), field.getValue());
            }
        });
        now.setStatus(status);
        return client.resource(now).updateStatus();
    }

    @Override
    public void create(Event event) {
        real.create(event);
    }
}
