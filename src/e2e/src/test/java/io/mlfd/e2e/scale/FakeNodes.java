package io.mlfd.e2e.scale;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.stream.IntStream;

/** Nodes that are no machines: the scheduler puts pods there that ask for them, and only {@link FakeKubelet} knows of those. */
public final class FakeNodes implements AutoCloseable {
    /** Label and taint of such a node. */
    public static final String KEY = "mlfd.io/fake-node";

    private static final String LEASES = "kube-node-lease";
    /** What a kubelet does by default; after 50 s without, a node is not ready. */
    private static final long HEARTBEAT_MILLIS = 10_000;

    private static final int LEASE_SECONDS = 40;

    private final KubernetesClient client;
    private final InstantSource clock;
    private final List<String> names;
    private final Map<String, String> labels;
    private final Map<String, Quantity> more;
    private final Timer heart = new Timer("heartbeat of fake nodes", true);

    public FakeNodes(KubernetesClient client, InstantSource clock, int count) {
        this(client, clock, count, Map.of(), Map.of());
    }

    /**
     * @param labels that they have beside their own
     * @param more that they have beside CPU, memory and room for pods, as GPUs
     */
    public FakeNodes(
            KubernetesClient client,
            InstantSource clock,
            int count,
            Map<String, String> labels,
            Map<String, Quantity> more) {
        this.client = client;
        this.clock = clock;
        this.labels = Map.copyOf(labels);
        this.more = Map.copyOf(more);
        this.names = IntStream.range(0, count).mapToObj(i -> "fake-" + i).toList();
    }

    public void start() {
        names.forEach(this::create);
        heart.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        names.forEach(FakeNodes.this::beat);
                    }
                },
                HEARTBEAT_MILLIS,
                HEARTBEAT_MILLIS);
    }

    private void create(String name) {
        beat(name);
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels(labels)
                        .addToLabels(KEY, "true")
                        .endMetadata()
                        .withNewSpec()
                        .addNewTaint()
                        .withKey(KEY)
                        .withEffect("NoSchedule")
                        .endTaint()
                        .endSpec()
                        .build())
                .forceConflicts()
                .serverSideApply();
        // Controllers write to a new node too: a patch does not mind.
        client.nodes().withName(name).subresource("status").patch(PatchContext.of(PatchType.STRATEGIC_MERGE), ready());
    }

    private String ready() {
        Map<String, Quantity> room = new HashMap<>(more);
        room.putAll(Map.of("cpu", new Quantity("1000"), "memory", new Quantity("4Ti"), "pods", new Quantity("2000")));
        Node ready = new NodeBuilder()
                .withNewStatus()
                .withCapacity(room)
                .withAllocatable(room)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withReason("Fake")
                .withLastHeartbeatTime(clock.instant().toString())
                .withLastTransitionTime(clock.instant().toString())
                .endCondition()
                .endStatus()
                .build();
        return client.getKubernetesSerialization().asJson(ready);
    }

    private void beat(String name) {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(LEASES)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(name)
                        .withLeaseDurationSeconds(LEASE_SECONDS)
                        .withRenewTime(clock.instant().atZone(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .forceConflicts()
                .serverSideApply();
    }

    @Override
    public void close() {
        heart.cancel();
        names.forEach(name -> client.nodes().withName(name).delete());
    }
}
