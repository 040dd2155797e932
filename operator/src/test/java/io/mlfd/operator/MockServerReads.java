package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.operator.act.KubernetesReads;
import io.mlfd.operator.act.LiveReads;
import java.util.List;
import java.util.Optional;

/** Reads from a mock server, which knows no field selectors of events and keeps those of both API groups in one place. */
record MockServerReads(KubernetesClient client, LiveReads inner) implements ForwardingReads {
    static final String OUTPUT = "test/output";

    MockServerReads(KubernetesClient client) {
        this(client, new KubernetesReads(client));
    }

    /** Kept in an annotation, since the mock server has no nodes. */
    @Override
    public Optional<String> output(String namespace, String pod) {
        return Optional.ofNullable(
                        client.pods().inNamespace(namespace).withName(pod).get())
                .map(found -> found.getMetadata().getAnnotations().get(OUTPUT));
    }

    @Override
    public List<Event> warnings(String namespace, String uid) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getInvolvedObject() != null)
                .filter(event -> uid.equals(event.getInvolvedObject().getUid()))
                .toList();
    }
}
