package io.mlfd.operator.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlfd.operator.stored.SeenRuns;
import io.mlfd.operator.stored.StoredRun;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Opens the console in headless Chromium, as its user does, with a run in progress. Pictures of it lie in {@code target/console}
 * afterwards.
 */
class ConsoleBrowserTest {
    private static final Path PICTURES = Path.of("target/console");
    /** Elements that reach out of the page, but for those within what scrolls by itself. */
    private static final String WIDER =
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth ? '' :"
                    + " [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right >"
                    + " document.documentElement.clientWidth && !one.parentElement.closest('.scroll'))"
                    + ".map(one => one.outerHTML.slice(0, 100)).join(' ') || 'the page'";

    private static final String RUNS = "/namespaces/research";
    private static final String RUN = RUNS + "/runs/three-sets";

    @TempDir
    private static Path folder;

    private static Browser browser;

    private final List<StoredRun> runs = new CopyOnWriteArrayList<>();
    private final ProgressHistory history = new ProgressHistory();
    private final StoredRun run = StateFiles.run("half-done", "three-sets");
    private final Instant begin = Instant.now().minusSeconds(1800);
    private final Vertx vertx = Vertx.vertx();
    private String site = "";

    @BeforeAll
    static void open() throws Exception {
        Assumptions.assumeTrue(
                Browser.executable().isPresent(),
                "NOT RUN: the console was not opened in a browser, since there is no chromium on PATH");
        browser = Browser.open(folder);
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void serve() throws Exception {
        run.getMetadata().setCreationTimestamp(begin.toString());
        runs.add(run);
        StateFiles.names().forEach(state -> runs.add(StateFiles.run(state)));
        for (int minute = 0; minute < 25; minute++) {
            tell(minute);
        }
        SeenRuns seen = new SeenRuns();
        seen.lookIn(runs::stream);
        Console console = new Console(seen, new FakeAccess(), history, "mlfd-operator-7d9f", Clock.systemUTC());
        HttpServer server = new ConsoleServer(vertx, console, history, seen)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        // As a person answers the browser's question.
        site = "http://ann:" + FakeAccess.TOKEN + "@127.0.0.1:" + server.actualPort();
    }

    private void tell(int minute) {
        String time = begin.plusSeconds(60L * minute).toString();
        StateFiles.stage(run, "joint").put("startTime", begin.toString());
        StateFiles.tell(run, "joint", time, 20L + 30L * minute, 2.3 / (1 + minute / 4.0) + (minute % 3) / 20.0);
        StateFiles.tell(run, "baseline/own-teacher/a", time, 10L + 20L * minute, 1.9 - minute / 20.0);
        history.look(runs.stream());
    }

    @AfterEach
    void stop() throws Exception {
        if (browser != null) {
            browser.show("about:blank");
            browser.forget();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({"light, 1360", "dark, 1360", "light, 390"})
    void everyPageIsForEverybodyAndTheBrowserHasNothingToSay(String scheme, int width) throws Exception {
        browser.size(width, 900, scheme);
        for (String page :
                List.of("/", RUNS, RUN, RUNS + "/runs/queued", RUNS + "/runs/failed", RUNS + "/runs/unseen")) {
            browser.show(site + page);
            browser.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
            browser.evaluate(axe());
            JsonNode found =
                    browser.evaluate("axe.run(document, {resultTypes: ['violations']}).then(result => JSON.stringify("
                            + "{passes: result.passes.length, violations: result.violations.map(one => one.id + ': '"
                            + " + one.nodes.map(node => node.html).join(' '))}))");
            JsonNode result = new ObjectMapper().readTree(found.asText());
            assertThat(result.get("passes").asInt())
                    .as("rules of axe that could be tried on " + page)
                    .isGreaterThan(10);
            assertThat(result.get("violations")).as(page).isEmpty();
            assertThat(browser.evaluate(WIDER).asText())
                    .as(page + " fits its width")
                    .isEmpty();
            browser.picture(PICTURES.resolve((page.equals("/") ? "start" : page.substring(page.lastIndexOf('/') + 1))
                    + "-" + scheme + "-" + width + ".png"));
        }
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.addresses()).allMatch(address -> address.startsWith(site));
    }

    private static String axe() throws Exception {
        try (InputStream in = ConsoleBrowserTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theShownRunMovesWhileItIsLookedAtUntilItIsHeld() throws Exception {
        browser.size(1360, 900, "light");
        browser.show(site + RUN);
        assertThat(text("main")).contains("step 740 of 1,000");
        browser.evaluate("document.querySelector('details').open = true");
        browser.evaluate("document.querySelector('summary').focus()");

        tell(26);
        await("document.querySelector('main').textContent.includes('step 800 of 1,000')");
        assertThat(browser.evaluate("document.querySelector('details').open").asBoolean())
                .isTrue();
        assertThat(browser.evaluate("document.activeElement.tagName").asText()).isEqualTo("SUMMARY");

        StateFiles.stage(run, "joint").put("state", "Done").remove("progress");
        await(
                "document.querySelector('.node.Done title') && document.querySelector('svg').textContent.includes('joint Done')");

        browser.evaluate("document.querySelector('#live button').focus()");
        browser.press(" ", 32);
        assertThat(browser.evaluate("document.querySelector('#live button').ariaPressed")
                        .asText())
                .isEqualTo("false");
        StateFiles.stage(run, "joint").put("state", "Failed");
        Thread.sleep(6_000);
        assertThat(text("svg")).contains("joint Done").doesNotContain("joint Failed");
        browser.press(" ", 32);
        await("document.querySelector('svg').textContent.includes('joint Failed')");
        assertThat(browser.complaints()).isEmpty();
    }

    private static String text(String element) throws Exception {
        return browser.evaluate("document.querySelector('" + element + "').textContent")
                .asText();
    }

    private static void await(String condition) throws Exception {
        Instant end = Instant.now().plusSeconds(40);
        while (!browser.evaluate("Boolean(" + condition + ")").asBoolean()) {
            assertThat(Instant.now()).as(condition).isBefore(end);
            Thread.sleep(200);
        }
    }
}
