package io.mlfd.operator.console;

import io.mlfd.operator.console.Console.Asked;
import io.mlfd.operator.stored.SeenRuns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Serves a {@link Console} on the loopback address: nothing but what runs beside it, and what the API server forwards, reaches it, so
 * that no token travels unencrypted.
 */
final class ConsoleServer {
    private static final Logger LOG = Logger.getLogger(ConsoleServer.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int THREADS = 2;
    private static final int LONGEST_HEADERS = 32 * 1024;
    private static final int IDLE_SECONDS = 75;
    private static final long LOOK_EVERY_MILLISECONDS = 20_000;
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final int NOT_ALLOWED = 405;
    private static final int FAILED = 500;

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final Vertx vertx;
    private final Console console;
    private final ProgressHistory history;
    private final SeenRuns seen;

    ConsoleServer(Vertx vertx, Console console, ProgressHistory history, SeenRuns seen) {
        this.vertx = vertx;
        this.console = console;
        this.history = history;
        this.seen = seen;
    }

    /** @param port 0 for any */
    Future<HttpServer> listen(int port) {
        WorkerExecutor workers = vertx.createSharedWorkerExecutor("console", THREADS);
        vertx.setPeriodic(0, LOOK_EVERY_MILLISECONDS, timer -> workers.executeBlocking(this::look, false));
        return vertx.createHttpServer(new HttpServerOptions()
                        .setHost(LOOPBACK)
                        .setPort(port)
                        .setMaxHeaderSize(LONGEST_HEADERS)
                        .setIdleTimeout(IDLE_SECONDS))
                .requestHandler(request -> handle(request, workers))
                .listen();
    }

    private Void look() {
        try {
            history.look(seen.all());
        } catch (RuntimeException e) {
            LOG.error("the console could not read what is known of runs", e);
        }
        return null;
    }

    private void handle(HttpServerRequest request, WorkerExecutor workers) {
        if (!READING.contains(request.method())) {
            send(request, new Reply(NOT_ALLOWED, "text/plain", "Only GET and HEAD.\n", Map.of("Allow", "GET, HEAD")));
            return;
        }
        Asked asked = new Asked(
                Optional.ofNullable(request.path()).orElse(""),
                Optional.ofNullable(request.getHeader("Authorization")).orElse(""),
                request.getParam("name", ""),
                request.getParam("page", ""));
        workers.executeBlocking(() -> console.reply(asked), false)
                .onSuccess(reply -> send(request, reply))
                .onFailure(failure -> {
                    LOG.errorf(failure, "the console could not answer for %s", asked.path());
                    send(
                            request,
                            new Reply(FAILED, "text/plain", "The operator's log says what went wrong.\n", Map.of()));
                });
    }

    private static void send(HttpServerRequest request, Reply reply) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        HEADERS.forEach(response::putHeader);
        response.putHeader("Content-Type", reply.type());
        reply.headers().forEach(response::putHeader);
        response.setStatusCode(reply.status());
        if (HttpMethod.HEAD.equals(request.method())) {
            response.end();
        } else {
            response.end(reply.body());
        }
    }
}
