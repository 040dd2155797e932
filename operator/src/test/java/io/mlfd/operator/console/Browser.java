package io.mlfd.operator.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A headless Chromium with one page, led by the DevTools protocol. */
final class Browser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final WebSocket socket;
    private final Events events;
    private final AtomicInteger calls = new AtomicInteger();

    private Browser(Process process, WebSocket socket, Events events) {
        this.process = process;
        this.socket = socket;
        this.events = events;
    }

    static Optional<Path> executable() {
        return List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param folder for its profile */
    static Browser open(Path folder) throws Exception {
        Path profile = folder.resolve("profile");
        Process process = new ProcessBuilder(
                        executable().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        try {
            int port = port(profile.resolve("DevToolsActivePort"));
            HttpClient client = HttpClient.newHttpClient();
            Events events = new Events();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(page(client, port), events)
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Browser browser = new Browser(process, socket, events);
            for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
                browser.call(domain + ".enable", JSON.createObjectNode());
            }
            return browser;
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static int port(Path file) throws Exception {
        Instant end = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(end)) {
            if (Files.exists(file) && !Files.readString(file).isBlank()) {
                return Integer.parseInt(Files.readAllLines(file).get(0));
            }
            Thread.sleep(50);
        }
        throw new IOException("chromium opened no port within " + LIMIT);
    }

    private static URI page(HttpClient client, int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        JsonNode pages = JSON.readTree(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        for (JsonNode page : pages) {
            if (page.path("type").asText().equals("page")) {
                return URI.create(page.path("webSocketDebuggerUrl").asText());
            }
        }
        throw new IOException("chromium has no page: " + pages);
    }

    private static final class Events implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
        private final List<JsonNode> told = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    text.setLength(0);
                    if (message.has("id")) {
                        answers.get(message.get("id").asInt()).complete(message);
                    } else {
                        told.add(message);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            socket.request(1);
            return null;
        }
    }

    JsonNode call(String method, ObjectNode parameters) throws Exception {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        events.answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(JSON.writeValueAsString(message), true).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        JsonNode said = answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (said.has("error")) {
            throw new IllegalStateException(method + ": " + said.get("error"));
        }
        return said.path("result");
    }

    void size(int width, int height, String scheme) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                JSON.createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        ObjectNode media = JSON.createObjectNode();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        call("Emulation.setEmulatedMedia", media);
    }

    /** Once more when meanwhile an interface of the machine came or went, at which Chromium gives up what it is loading. */
    void show(String address) throws Exception {
        for (int tries = 0; tries < 10; tries++) {
            int complaints = networkChanges();
            load(address);
            if (networkChanges() == complaints) {
                return;
            }
        }
        throw new IllegalStateException("the machine's network does not come to rest");
    }

    private void load(String address) throws Exception {
        int before = loads();
        call("Page.navigate", JSON.createObjectNode().put("url", address));
        Instant end = Instant.now().plus(LIMIT);
        while (loads() == before) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException(address + " did not load within " + LIMIT);
            }
            Thread.sleep(20);
        }
    }

    private int networkChanges() {
        return (int) events.told.stream().filter(Browser::isNetworkChange).count();
    }

    private static boolean isNetworkChange(JsonNode event) {
        return event.toString().contains("ERR_NETWORK_CHANGED");
    }

    /** What was said so far. */
    void forget() {
        events.told.clear();
    }

    private int loads() {
        return (int) events.told.stream()
                .filter(event -> event.path("method").asText().equals("Page.loadEventFired"))
                .count();
    }

    /** What an expression, or what it promises, is. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode result = call(
                "Runtime.evaluate",
                JSON.createObjectNode()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(result.get("exceptionDetails").toString());
        }
        return result.at("/result/value");
    }

    void press(String key, int code) throws Exception {
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    JSON.createObjectNode().put("type", type).put("key", key).put("windowsVirtualKeyCode", code));
        }
    }

    void picture(Path file) throws Exception {
        JsonNode picture =
                call("Page.captureScreenshot", JSON.createObjectNode().put("captureBeyondViewport", true));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
    }

    /** Everything that the browser complained of, and every address that it asked. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (JsonNode event : events.told) {
            if (List.of(
                                    "Log.entryAdded",
                                    "Runtime.consoleAPICalled",
                                    "Runtime.exceptionThrown",
                                    "Network.loadingFailed")
                            .contains(event.path("method").asText())
                    && !isNetworkChange(event)) {
                complaints.add(event.toString());
            }
        }
        return complaints;
    }

    List<String> addresses() {
        return events.told.stream()
                .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
                .map(event -> event.at("/params/request/url").asText())
                .toList();
    }

    void close() throws Exception {
        socket.abort();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
