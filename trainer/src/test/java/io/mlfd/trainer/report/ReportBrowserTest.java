package io.mlfd.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlfd.trainer.report.page.ReportPage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Opens the page in headless Chromium. The page itself forbids scripts but its own, so it is measured from outside: a page of the
 * test's own holds it in frames of several widths, with its script and without.
 */
class ReportBrowserTest {
    private static final int LIMIT_SECONDS = 180;
    private static final List<Integer> WIDTHS = List.of(360, 1400);
    private static final Pattern MEASURED = Pattern.compile("<pre id=\"measured\">(.*?)</pre>", Pattern.DOTALL);

    private static Optional<Path> chromium = Optional.empty();

    @TempDir
    private Path folder;

    private enum Scheme {
        DARK(0),
        LIGHT(1);

        private final int setting;

        Scheme(int setting) {
            this.setting = setting;
        }
    }

    private record Shown(String dom, String log) {}

    @BeforeAll
    static void findChromium() {
        chromium = List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
        if (chromium.isEmpty()) {
            System.err.println("NOT RUN: the report was not opened in a browser, since there is no chromium on PATH");
        }
    }

    @Test
    void opensWithoutAComplaint() throws Exception {
        Path page = folder.resolve("index.html");
        Files.writeString(page, html());

        Shown shown = show(page, Scheme.LIGHT);

        assertThat(shown.dom()).contains("How to make it again");
        assertThat(shown.log()).doesNotContain("CONSOLE");
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void fitsItsWidthAndCanBeRead(Scheme scheme) throws Exception {
        JsonNode measured = measured(scheme, html());

        for (JsonNode frame : measured) {
            assertThat(frame.get("plots").asInt()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void fitsItsWidthAndCanBeReadWithoutScript(Scheme scheme) throws Exception {
        JsonNode measured = measured(scheme, html().replaceAll("(?s)<script>.*?</script>", ""));

        for (JsonNode frame : measured) {
            assertThat(frame.get("plots").asInt()).isZero();
        }
    }

    private JsonNode measured(Scheme scheme, String page) throws Exception {
        Path harness = folder.resolve("harness.html");
        Files.writeString(harness, harness(page));

        JsonNode measured = measured(show(harness, scheme));

        assertThat(measured).hasSize(WIDTHS.size());
        for (JsonNode frame : measured) {
            assertThat(frame.get("scrollWidth").asInt())
                    .isEqualTo(frame.get("clientWidth").asInt());
            assertThat(frame.get("dark").asBoolean()).isEqualTo(scheme == Scheme.DARK);
            assertThat(frame.get("drawings").asInt()).isGreaterThan(20);
            assertThat(strings(frame.get("unreadable"))).isEmpty();
            assertThat(strings(frame.get("outside"))).isEmpty();
        }
        return measured;
    }

    private static String html() {
        return new ReportPage(SyntheticRun.typical().withWidths(12, 8, 3).report("three-sets")).html();
    }

    private static String harness(String html) throws IOException {
        String page = html.replace("&", "&amp;").replace("\"", "&quot;");
        StringBuilder frames = new StringBuilder("<!DOCTYPE html><html style=\"color-scheme: light dark\"><body>");
        WIDTHS.forEach(width -> frames.append("<iframe style=\"border:0;height:900px;width:")
                .append(width)
                .append("px\" srcdoc=\"")
                .append(page)
                .append("\"></iframe>"));
        try (InputStream script = ReportBrowserTest.class.getResourceAsStream("measure.js")) {
            return frames + "<pre id=\"measured\"></pre><script>"
                    + new String(script.readAllBytes(), StandardCharsets.UTF_8) + "</script></body></html>";
        }
    }

    private Shown show(Path page, Scheme scheme) throws Exception {
        assumeTrue(chromium.isPresent(), "chromium is not on PATH");
        Path dom = folder.resolve("dom.html");
        Path log = folder.resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(chromium.get().toString()));
        command.addAll(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                "--window-size=1600,1000",
                "--blink-settings=preferredColorScheme=" + scheme.setting,
                "--virtual-time-budget=20000",
                "--dump-dom",
                page.toUri().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("chromium ended within %s s", LIMIT_SECONDS)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Shown(Files.readString(dom), Files.readString(log));
    }

    private static JsonNode measured(Shown shown) throws IOException {
        Matcher found = MEASURED.matcher(shown.dom());
        assertThat(found.find()).as("the harness wrote its measurements").isTrue();
        String json = found.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        return new ObjectMapper().readTree(json);
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(one -> strings.add(one.asText()));
        return strings;
    }
}
