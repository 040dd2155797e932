package io.mlfd.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.mlfd.api.PodSettings;
import io.mlfd.operator.act.KubernetesReads;
import io.mlfd.operator.act.KubernetesWrites;
import io.mlfd.operator.build.StageDefaults;
import io.mlfd.operator.metrics.ApiCalls;
import io.mlfd.operator.metrics.CountedReads;
import io.mlfd.operator.metrics.CountedWrites;
import io.mlfd.operator.metrics.FirstValues;
import io.mlfd.operator.metrics.FrameworkHelp;
import io.mlfd.operator.metrics.RunCensus;
import io.mlfd.operator.stored.SeenRuns;
import io.mlfd.plan.Checked;
import io.mlfd.plan.PodSettingsReader;
import io.mlfd.plan.Problem;
import io.prometheus.client.CollectorRegistry;
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

    /** Whether that image has CUDA's libraries. */
    private static final String TRAINER_CUDA = "MLFD_TRAINER_CUDA";

    /** An image for stages that may compute on a GPU. */
    private static final String CUDA_IMAGE = "MLFD_TRAINER_IMAGE_CUDA";

    /** What pods of stages have where a run says nothing, as JSON. */
    private static final String STAGE_POD = "MLFD_STAGE_POD";

    private static final int MOST_NAMESPACES = 1000;

    @Produces
    @Singleton
    RunDriver driver(
            KubernetesClient client,
            MeterRegistry registry,
            FirstValues namespaces,
            StageDefaults defaults,
            @ConfigProperty(name = Identity.VARIABLE) Optional<String> instance) {
        ApiCalls calls = new ApiCalls(registry);
        return new RunDriver(
                new CountedWrites(new KubernetesWrites(client), calls),
                new CountedReads(new KubernetesReads(client), calls),
                defaults,
                Identity.of(instance),
                new RunListeners(List.of(new RunMetrics(registry, namespaces), new RunLog())));
    }

    /** @throws IllegalStateException for settings that mean nothing: no run is to be carried out without what was meant */
    @Produces
    @Singleton
    StageDefaults stageDefaults(
            @ConfigProperty(name = TRAINER_IMAGE) Optional<String> image,
            @ConfigProperty(name = TRAINER_CUDA, defaultValue = "false") boolean cuda,
            @ConfigProperty(name = CUDA_IMAGE) Optional<String> cudaImage,
            @ConfigProperty(name = STAGE_POD) Optional<String> pod) {
        Checked<PodSettings> read = new PodSettingsReader().read(STAGE_POD, pod.orElse(""));
        if (read instanceof Checked.Valid<PodSettings> valid) {
            return new StageDefaults(image.orElse(""), cuda, cudaImage.orElse(""), valid.value());
        }
        throw new IllegalStateException(Problem.line(((Checked.Invalid<PodSettings>) read).problems()));
    }

    /** Of a label: one for every namespace that had a run since the operator began. */
    @Produces
    @Singleton
    FirstValues namespaces() {
        return new FirstValues(MOST_NAMESPACES);
    }

    /** One for all that a scrape shows, the census among it, which nobody else asks for; by default there is one for each that asks. */
    @Produces
    @Singleton
    CollectorRegistry scraped(FirstValues namespaces, SeenRuns runs) {
        CollectorRegistry registry = new CollectorRegistry(true);
        new RunCensus(namespaces, runs).register(registry);
        return registry;
    }

    @Produces
    @Singleton
    SeenRuns seenRuns() {
        return new SeenRuns();
    }

    @Produces
    @Singleton
    MeterFilter frameworkHelp() {
        return new FrameworkHelp();
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
