package io.mlfd.operator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.operator.stored.SeenRuns;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the console is HTTP. */
class ConsoleServerTest {
    private final SeenRuns seen = new SeenRuns();
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        seen.lookIn(() -> Stream.of(StateFiles.run("running")));
        ProgressHistory history = new ProgressHistory();
        Console console = new Console(seen, new FakeAccess(), history, "operator-7", Clock.systemUTC());
        server = new ConsoleServer(vertx, console, history, seen)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                                .header("Authorization", FakeAccess.BEARER)
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/namespaces/research/runs/running", "/namespaces/research/runs/none", "/x", "/console.js"})
    void everyAnswerForbidsWhatThePageDoesNotNeed(String path) throws Exception {
        HttpResponse<String> response = send("GET", path);

        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).matches("no-(store|cache)");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void theHeadIsThatOfThePage() throws Exception {
        HttpResponse<String> head = send("HEAD", "/namespaces/research");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void nothingIsWritten(String method) throws Exception {
        HttpResponse<String> response = send(method, "/namespaces/research");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void whatGoesWrongIsToldToTheLogOnly() throws Exception {
        seen.lookIn(() -> {
            throw new IllegalStateException("secret words");
        });
        HttpResponse<String> response = send("GET", "/namespaces/research");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEqualTo("The operator's log says what went wrong.\n");
    }

    /** A token would travel there unencrypted. */
    @Test
    void fromElsewhereItIsNotReached() throws Exception {
        List<InetAddress> others = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .toList();
        for (InetAddress other : others) {
            Assertions.assertThatThrownBy(() -> new Socket(other, server.actualPort()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }
}
