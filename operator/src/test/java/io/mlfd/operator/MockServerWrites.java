package io.mlfd.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.operator.act.ClusterWrites;
import io.mlfd.operator.act.KubernetesWrites;
import io.mlfd.operator.act.StatusPatch;

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
    public MLFDRun patchStatus(MLFDRun asRead, StatusPatch patch) {
        MLFDRun now = client.resource(asRead).get();
        if (!now.getMetadata().getResourceVersion().equals(asRead.getMetadata().getResourceVersion())) {
            throw new KubernetesClientException("the object has been modified", 409, null);
        }
        ObjectNode status = now.getStatus() == null ? mapper.createObjectNode() : mapper.valueToTree(now.getStatus());
        patch.fields().properties().forEach(field -> {
            if (field.getValue().isNull()) {
                status.remove(field.getKey());
            } else {
                status.set(field.getKey(), field.getValue());
            }
        });
        now.setStatus(mapper.convertValue(status, MLFDRunStatus.class));
        return client.resource(now).updateStatus();
    }

    @Override
    public void create(Event event) {
        real.create(event);
    }
}
