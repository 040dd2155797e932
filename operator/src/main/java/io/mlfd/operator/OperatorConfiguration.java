package io.mlfd.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.mlfd.operator.act.KubernetesReads;
import io.mlfd.operator.act.KubernetesWrites;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the parts together. */
public final class OperatorConfiguration {
    /** Where a run names no image; the operator's manifest sets it. */
    private static final String TRAINER_IMAGE = "MLFD_TRAINER_IMAGE";

    @Produces
    @Singleton
    RunDriver driver(
            KubernetesClient client,
            RunMetrics metrics,
            @ConfigProperty(name = TRAINER_IMAGE) Optional<String> image,
            @ConfigProperty(name = Identity.VARIABLE) Optional<String> instance) {
        return new RunDriver(
                new KubernetesWrites(client),
                new KubernetesReads(client),
                image.orElse(""),
                Identity.of(instance),
                new RunListeners(List.of(metrics, new RunLog())));
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    ProcessEnd processEnd() {
        return exit -> Runtime.getRuntime().halt(exit);
    }

    /** Without a series per resource: runs come and go, series stay. */
    @Produces
    @Singleton
    Metrics metrics(MeterRegistry registry) {
        return MicrometerMetrics.withoutPerResourceMetrics(registry);
    }
}
