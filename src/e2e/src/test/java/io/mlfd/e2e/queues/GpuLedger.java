package io.mlfd.e2e.queues;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Who holds GPUs, as one watch over all namespaces shows it: pods that are on a node, have not ended and are not being deleted.
 * Kueue's quota is about these, since a Job that it suspends counts until none of them is left.
 */
public final class GpuLedger implements AutoCloseable {
    static final String GPU = "nvidia.com/gpu";

    private final Set<String> namespaces;
    private final LongSupplier nanoTime;
    private final Map<String, String> holders = new HashMap<>();
    private final SharedIndexInformer<Pod> pods;
    private long since;
    private long heldNanos;
    private int most;
    private int mostOfOne;

    /** @param namespaces whose pods count */
    public GpuLedger(KubernetesClient client, Set<String> namespaces, LongSupplier nanoTime) {
        this.namespaces = Set.copyOf(namespaces);
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
        this.pods = client.pods().inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                seen(pod, holds(pod));
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                seen(pod, holds(pod));
            }

            @Override
            public void onDelete(Pod pod, boolean finalStateUnknown) {
                seen(pod, false);
            }
        });
    }

    private static boolean holds(Pod pod) {
        String phase = pod.getStatus().getPhase();
        return pod.getSpec().getNodeName() != null
                && pod.getMetadata().getDeletionTimestamp() == null
                && !phase.equals("Succeeded")
                && !phase.equals("Failed")
                && pod.getSpec().getContainers().stream()
                        .anyMatch(container -> container.getResources() != null
                                && container.getResources().getLimits().containsKey(GPU));
    }

    private synchronized void seen(Pod pod, boolean holds) {
        String namespace = pod.getMetadata().getNamespace();
        if (!namespaces.contains(namespace)) {
            return;
        }
        long now = nanoTime.getAsLong();
        heldNanos += holders.size() * (now - since);
        since = now;
        if (holds) {
            holders.put(pod.getMetadata().getUid(), namespace);
        } else {
            holders.remove(pod.getMetadata().getUid());
        }
        most = Math.max(most, holders.size());
        mostOfOne = Math.max(mostOfOne, (int)
                holders.values().stream().filter(namespace::equals).count());
    }

    /** GPUs that were held at once, at the most. */
    public synchronized int most() {
        return most;
    }

    /** The same by one namespace. */
    public synchronized int mostOfOne() {
        return mostOfOne;
    }

    /** Of all GPUs together, until the last change. */
    public synchronized Duration held() {
        return Duration.ofNanos(heldNanos);
    }

    @Override
    public void close() {
        pods.close();
    }
}
