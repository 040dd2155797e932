package io.mlfd.operator.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.operator.console.Access.Answer;
import io.mlfd.operator.console.Console.Asked;
import io.mlfd.operator.stored.SeenRuns;
import io.mlfd.operator.stored.StoredRun;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console answers to whom. */
class ConsoleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    private static final String LIST = "/namespaces/research";

    private final List<StoredRun> runs = new ArrayList<>();
    private final FakeAccess access = new FakeAccess();
    private final ProgressHistory history = new ProgressHistory();
    private final Console console = console();

    private Console console() {
        SeenRuns seen = new SeenRuns();
        seen.lookIn(runs::stream);
        return new Console(seen, access, history, "operator-7", Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Reply get(String path) {
        return console.reply(new Asked(path, FakeAccess.BEARER, "", ""));
    }

    static List<String> states() {
        return StateFiles.names();
    }

    @ParameterizedTest
    @MethodSource("states")
    void everyStateOfARunIsShown(String state) {
        StoredRun run = StateFiles.run(state);
        runs.add(run);

        String list = get(LIST).body();
        String page = get(LIST + "/runs/" + state).body();

        JsonNode status = run.getStatus() == null ? new ObjectNode(null) : run.getStatus();
        for (String html : List.of(list, page)) {
            assertThat(html).contains(">" + status.path("phase").asText("Unseen") + "</span>");
            for (JsonNode condition : status.path("conditions")) {
                if (condition.path("type").asText().equals("Progressing")) {
                    assertThat(html)
                            .contains(condition.path("reason").asText())
                            .contains(escaped(condition.path("message").asText()));
                }
            }
        }
        for (JsonNode stage : status.path("stages")) {
            assertThat(page)
                    .contains("<th scope=\"row\">" + stage.path("name").asText() + "</th><td><span class=\"state "
                            + stage.path("state").asText())
                    .contains(escaped(stage.path("message").asText()));
        }
        assertThat(page.contains("<svg"))
                .as("a graph of what is carried out")
                .isEqualTo(!status.path("stages").isEmpty());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("'", "&#39;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;")
                .replace(">", "&gt;");
    }

    @Test
    void whatARunningStageTellsIsShown() {
        StoredRun run = StateFiles.run("half-done");
        runs.add(run);
        StateFiles.tell(run, "joint", "2026-01-01T00:58:00Z", 100, 2.0);
        history.look(runs.stream());
        StateFiles.tell(run, "joint", "2026-01-01T00:59:00Z", 250, 1.5);
        history.look(runs.stream());

        assertThat(get(LIST + "/runs/half-done").body())
                .contains("<progress max=\"1000\" value=\"250\" aria-label=\"Steps of joint\">")
                .contains("training, epoch 3 of 10, step 250 of 1,000, read 1 min 00 s ago")
                .contains("<td class=\"number\">1.500</td>")
                .contains("1 min 30 s")
                .contains("step 200")
                .contains(
                        "aria-label=\"Loss: 2.000 at step 100, 1.500 at step 250, between 1.500 and 2.000 in 2 points\"")
                .contains("<polyline points=\"0.0,0.0 300.0,90.0\"/>");
    }

    /** Whoever may write a status, or say something that comes into one, writes text. */
    @Test
    void whatRunsSayIsTextWhateverItHolds() {
        String hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{now}&lt;";
        StoredRun run = StateFiles.run("failed");
        runs.add(run);
        ObjectNode status = (ObjectNode) run.getStatus();
        status.put("phase", hostile)
                .put("current", hostile)
                .put("meanGain", hostile)
                .put("stagesDone", hostile)
                .put("volume", hostile);
        for (JsonNode condition : status.path("conditions")) {
            ((ObjectNode) condition)
                    .put("message", hostile)
                    .put("reason", hostile)
                    .put("lastTransitionTime", hostile);
        }
        for (JsonNode stage : status.path("stages")) {
            ((ObjectNode) stage).put("message", hostile).put("state", hostile);
        }
        StateFiles.stage(run, "joint").put("name", hostile);
        status.putArray("results")
                .addObject()
                .put("dataset", hostile)
                .put("gain", hostile)
                .putArray("values")
                .addObject()
                .put("role", hostile)
                .put("metric", hostile)
                .put("value", hostile);

        for (String html : List.of(get(LIST).body(), get(LIST + "/runs/failed").body())) {
            assertThat(html)
                    .doesNotContain("<script>", "<img", "onerror=alert(1)>")
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "{now}&amp;lt;");
        }
    }

    @Test
    void aStatusWithoutSenseIsShownAsFarAsItGoes() {
        StoredRun run = StateFiles.run("running");
        runs.add(run);
        ObjectNode stage = StateFiles.stage(run, "joint");
        stage.removeAll();
        stage.put("name", "joint").put("startTime", "soon").put("attempt", "x");
        StateFiles.stage(run, "teacher/a")
                .putObject("progress")
                .put("step", -1)
                .put("steps", 0)
                .put("remainingSeconds", -5);

        assertThat(get(LIST + "/runs/running").status()).isEqualTo(200);
        assertThat(get(LIST).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/namespaces", LIST, LIST + "/runs/running"})
    void withoutATokenNothingIsShownAndNobodyIsAsked(String path) {
        runs.add(StateFiles.run("running"));

        for (String authorization : List.of("", "Bearer", "Basic !!", "Digest " + FakeAccess.TOKEN)) {
            Reply reply = console.reply(new Asked(path, authorization, "", ""));
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.headers().get("WWW-Authenticate")).startsWith("Basic realm=");
            assertThat(reply.body()).doesNotContain("research", "running");
        }
        assertThat(access.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"UNKNOWN, 401", "FORBIDDEN, 403", "UNREACHABLE, 503"})
    void whoMayNotSeeRunsDoesNotEvenSeeWhetherThereAreAny(Answer answer, int status) {
        runs.add(StateFiles.run("running"));
        access.answer(answer);

        for (String path : List.of(LIST, LIST + "/runs/running", LIST + "/runs/none")) {
            Reply reply = get(path);
            assertThat(reply.status()).as(path).isEqualTo(status);
            assertThat(reply.body()).doesNotContain("Running", "teacher/a");
        }
    }

    @Test
    void whatIsAskedIsWhatIsShown() {
        runs.add(StateFiles.run("running"));
        get("/");
        get(LIST);
        get(LIST + "/runs/running");

        assertThat(access.asked)
                .containsExactly(Sight.everywhere(), Sight.list("research"), Sight.run("research", "running"));
        assertThat(get("/namespaces/vision").body()).doesNotContain("running");
        assertThat(get("/namespaces/vision/runs/running").status()).isEqualTo(404);
    }

    @Test
    void namespacesAreToldToWhomMayListRunsInAll() {
        runs.add(StateFiles.run("running"));
        assertThat(get("/").body()).contains("<a href=\"/namespaces/research\">research</a>");
        access.answer(Answer.FORBIDDEN);
        assertThat(get("/").status()).isEqualTo(200);
        assertThat(get("/").body()).doesNotContain("research").contains("<label for=\"name\">Namespace</label>");
    }

    @Test
    void theFieldLeadsToANamespaceAndNowhereElse() {
        Reply reply = console.reply(new Asked("/namespaces", FakeAccess.BEARER, " research ", ""));
        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.headers()).isEqualTo(Map.of("Location", LIST));
        for (String name : List.of("", "//evil.example", "a\r\nSet-Cookie: x", "../x", "A")) {
            assertThat(console.reply(new Asked("/namespaces", FakeAccess.BEARER, name, ""))
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void longListsComeInPagesTheNewestFirst() {
        IntStream.range(0, 2 * RunList.MOST + 1).forEach(i -> {
            StoredRun run = StateFiles.run("running", String.format("run-%03d", i));
            run.getMetadata()
                    .setCreationTimestamp(
                            Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i).toString());
            runs.add(run);
        });

        assertThat(get(LIST).body())
                .contains("101 runs, the newest first", "Page 1 of 3", "?page=2")
                .contains("runs/run-100\"", "runs/run-051\"")
                .doesNotContain("runs/run-050\"", "rel=\"prev\"");
        assertThat(page("3"))
                .contains("runs/run-000\"", "rel=\"prev\"")
                .doesNotContain("runs/run-001\"", "rel=\"next\"");
        for (String none : List.of("0", "4", "-1", "x", "99999999999")) {
            assertThat(console.reply(new Asked(LIST, FakeAccess.BEARER, "", none))
                            .status())
                    .as(none)
                    .isEqualTo(404);
        }
    }

    private String page(String number) {
        return console.reply(new Asked(LIST, FakeAccess.BEARER, "", number)).body();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs",
                "/namespaces/",
                "/namespaces/research/",
                "/namespaces/a/b",
                "/namespaces/research/runs/",
                "/namespaces/%3Cscript%3E",
                "/namespaces/research/runs/x/y",
                "/../frame.html",
                "/frame.html",
                "/q/health"
            })
    void whatNamesNothingIsNotFound(String path) {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource(Answer.class)
    void filesOfAllPagesAreForEverybody(Answer answer) {
        access.answer(answer);
        assertThat(console.reply(new Asked("/console.css", "", "", "")).type()).startsWith("text/css");
        assertThat(console.reply(new Asked("/console.js", "", "", "")).type()).startsWith("text/javascript");
        assertThat(console.reply(new Asked("/icon.svg", "", "", "")).status()).isEqualTo(200);
        assertThat(access.asked).isEmpty();
    }
}
