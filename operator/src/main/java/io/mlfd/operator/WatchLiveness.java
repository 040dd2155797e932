package io.mlfd.operator;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * An operator that has lost a watch for good is to be started again. One whose API server is away is not: its watches come back by
 * themselves.
 */
@Liveness
@Singleton
public final class WatchLiveness implements HealthCheck {
    private final StoppedInformers stopped;

    WatchLiveness(StoppedInformers stopped) {
        this.stopped = stopped;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("watches")
                .withData("ended", String.join(", ", stopped.types()))
                .status(stopped.types().isEmpty())
                .build();
    }
}
