package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.mlfd.operator.stored.StoredRun;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class StoppedInformersTest {
    KubernetesClient client;

    private final StoppedInformers stopped = new StoppedInformers();

    private HealthCheckResponse liveness() {
        return new WatchLiveness(stopped).call();
    }

    private SharedIndexInformer<StoredRun> informer() {
        return client.resources(StoredRun.class).runnableInformer(0);
    }

    @Test
    void whoStopsInGoodOrderIsAlive() {
        stopped.onStop(informer(), null);
        assertThat(liveness().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void whoHasLostAWatchIsNot() {
        stopped.onStop(informer(), new WatcherException("Unexpected exception processing watch event"));
        assertThat(liveness().getStatus()).isEqualTo(Status.DOWN);
        assertThat(liveness().getData().orElseThrow()).containsEntry("ended", "StoredRun");
    }
}
