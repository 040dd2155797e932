package io.mlfd.operator.console;

import io.fabric8.kubernetes.client.Config;
import io.mlfd.operator.Identity;
import io.mlfd.operator.stored.SeenRuns;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Serves the console where the operator's manifest asks for it. */
@Singleton
public final class ConsoleStart {
    static final int PORT = 8081;

    private static final Logger LOG = Logger.getLogger(ConsoleStart.class);
    private static final String CONSOLE = "MLFD_CONSOLE";

    private final boolean asked;
    private final Vertx vertx;
    private final SeenRuns seen;
    private final Config server;
    private final Clock clock;
    private final String operator;

    ConsoleStart(
            @ConfigProperty(name = CONSOLE, defaultValue = "false") boolean asked,
            @ConfigProperty(name = Identity.VARIABLE) Optional<String> hostname,
            Vertx vertx,
            SeenRuns seen,
            Config server,
            Clock clock) {
        this.asked = asked;
        this.operator = Identity.of(hostname);
        this.vertx = vertx;
        this.seen = seen;
        this.server = server;
        this.clock = clock;
    }

    void atStart(@Observes StartupEvent event) {
        if (asked) {
            serve(PORT)
                    .onSuccess(listening -> LOG.infof("the console is served on port %d of this pod", PORT))
                    .onFailure(failure -> LOG.errorf("the console is not served: %s", failure.getMessage()));
        }
    }

    /** @param port 0 for any */
    Future<HttpServer> serve(int port) {
        ProgressHistory history = new ProgressHistory();
        Access access = new RememberedAccess(ApiServerAccess.to(server), clock);
        Console console = new Console(seen, access, history, operator, clock);
        return new ConsoleServer(vertx, console, history, seen).listen(port);
    }
}
