package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mlfd.operator.metrics.OperatorMetric;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * One operator at a time acts, so that caches are not fought over; correctness does not hang on it, since every write is
 * safe under two.
 *
 * <p>The framework's own way to end after a lost lease is {@code System.exit}, which deadlocks inside a shutdown that is
 * already under way, and it keeps the lease at a graceful stop. Both are done here instead.
 */
@Singleton
public final class Leadership {
    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final String LEASE = "mlfd-operator";
    private static final Duration LEASE_DURATION = Duration.ofSeconds(15);
    private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETRY_PERIOD = Duration.ofSeconds(2);
    /** After the framework's observer, which has the default priority, has stopped the reconcilers. */
    private static final int AFTER_THE_OPERATOR = 3000;

    private final KubernetesClient client;
    private final String identity;
    private final ProcessEnd end;
    private volatile boolean stopping;
    private volatile boolean leading;

    Leadership(
            KubernetesClient client,
            @ConfigProperty(name = Identity.VARIABLE) Optional<String> hostname,
            ProcessEnd end,
            MeterRegistry registry) {
        this.client = client;
        this.identity = Identity.of(hostname);
        this.end = end;
        Gauge.builder(OperatorMetric.LEADER.meter(), this, self -> self.leading ? 1 : 0)
                .description(OperatorMetric.LEADER.help())
                .strongReference(true)
                .register(registry);
    }

    @Produces
    @Singleton
    LeaderElectionConfiguration configuration() {
        LeaderCallbacks callbacks = new LeaderCallbacks(() -> leading = true, this::lost, leader -> {});
        return new LeaderElectionConfiguration(
                LEASE, client.getNamespace(), LEASE_DURATION, RENEW_DEADLINE, RETRY_PERIOD, identity, callbacks, false);
    }

    /** A leader that lost its lease must not go on, and cannot stop its informers in good order: the pod starts anew. */
    private void lost() {
        leading = false;
        if (!stopping) {
            LOG.error("the lease was lost; ending, to start again as a candidate");
            end.now(1);
        }
    }

    /** So that an operator that does not lead says so. */
    void atStart(@Observes StartupEvent event) {
        LOG.debugf("candidate %s", identity);
    }

    void beforeStop(@Observes @Priority(1) ShutdownEvent event) {
        stopping = true;
    }

    /** The next leader need not wait until the lease runs out. */
    void release(@Observes @Priority(AFTER_THE_OPERATOR) ShutdownEvent event) {
        try {
            var lease = client.leases().inNamespace(client.getNamespace()).withName(LEASE);
            Lease held = lease.get();
            if (held != null && identity.equals(held.getSpec().getHolderIdentity())) {
                lease.edit(this::released);
            }
        } catch (KubernetesClientException e) {
            LOG.warnf("the lease was not released and runs out by itself: %s", e.getMessage());
        }
    }

    private Lease released(Lease lease) {
        if (identity.equals(lease.getSpec().getHolderIdentity())) {
            lease.getSpec().setHolderIdentity("");
            lease.getSpec().setLeaseDurationSeconds(1);
        }
        return lease;
    }
}
