package io.mlfd.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.trainer.report.page.ReportPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
    private static final String HOSTILE =
            "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;\u202egnp";

    @Test
    void jsonIsAsItWas() throws IOException {
        String json = new ContractJson().write(SyntheticRun.small().report("small"));

        assertThat(json).isEqualTo(resource("report.json").strip());
        assertThat(new ContractJson().read(json, ReportData.class))
                .usingRecursiveComparison()
                .isEqualTo(SyntheticRun.small().report("small"));
    }

    @Test
    void pageIsWellFormedAndNamesItsSections() throws Exception {
        Document page = parsed(SyntheticRun.typical().report("three-sets"));

        assertThat(texts(page, "h1")).containsExactly("three-sets");
        assertThat(texts(page, "h2"))
                .containsExactly(
                        "Results",
                        "Stages",
                        "Learning curves",
                        "Confusions",
                        "Settings",
                        "Data",
                        "Provenance",
                        "How to make it again");
    }

    @Test
    void everyTableHasACaptionAndEveryDrawingADescription() throws Exception {
        Document page = parsed(SyntheticRun.typical().report("three-sets"));

        assertThat(elements(page, "table")).isNotEmpty().allSatisfy(table -> assertThat(
                        table.getElementsByTagName("caption").getLength())
                .isEqualTo(1));
        assertThat(elements(page, "th"))
                .allSatisfy(head -> assertThat(head.getAttribute("scope")).isIn("col", "row"));
        assertThat(elements(page, "svg")).isNotEmpty().allSatisfy(drawing -> {
            assertThat(drawing.getAttribute("role")).isEqualTo("img");
            assertThat(drawing.getAttribute("aria-label")).isNotBlank();
        });
    }

    @Test
    void everyFigureNamesDataSeedAndKeys() throws Exception {
        Document page = parsed(SyntheticRun.typical().report("three-sets"));

        // Two charts a data set and one of all; five matrices a data set.
        assertThat(elements(page, "figure")).hasSize(3 * 2 + 1 + 3 * 5).allSatisfy(figure -> assertThat(
                        figure.getTextContent())
                .containsPattern("Data: \\S+.*\\. Made from \\S+ \\(seed 0, key [0-9a-f]{12}\\)"));
    }

    @Test
    void nothingIsLoadedAndNothingRuns() {
        String html = new ReportPage(SyntheticRun.typical().report("three-sets")).html();

        assertThat(html)
                .doesNotContainIgnoringCase("http://", "https://", "src=", "@import", "url(", "<script", "<link");
        assertThat(html).contains("default-src &#39;none&#39;").doesNotContainPattern("\\son[a-z]+=");
    }

    @Test
    void namesCannotBecomeMarkup() throws Exception {
        SyntheticRun run = new SyntheticRun(
                List.of(
                        SyntheticRun.set(HOSTILE, List.of(HOSTILE + 1, HOSTILE + 2), 40, 4, 20),
                        SyntheticRun.set("b", List.of("x\u0000\u001b[31m", "y\ud800"), 40, 4, 20)),
                List.of(new NetworkSpec("resnet8", 16), new NetworkSpec("resnet14", 16)),
                2,
                List.of(0L));

        ReportData report = run.report(HOSTILE);
        Document page = parsed(report);

        assertThat(elements(page, "script")).isEmpty();
        assertThat(elements(page, "img")).isEmpty();
        assertThat(texts(page, "h1")).containsExactly(HOSTILE.replace('\u202e', '\ufffd'));
        assertThat(new ReportPage(report).html()).doesNotContain("\u202e", "\u0000", "\u001b");
    }

    @Test
    void manyClassesAreShownAsPairsOnly() throws Exception {
        List<String> classes =
                IntStream.range(0, 30).mapToObj(i -> "class " + i).toList();
        SyntheticRun run = new SyntheticRun(
                List.of(
                        SyntheticRun.set("many", classes, 300, 30, 300),
                        SyntheticRun.set("b", List.of("x", "y"), 40, 4, 20)),
                List.of(new NetworkSpec("resnet8", 16), new NetworkSpec("resnet14", 16)),
                2,
                List.of(0L));

        List<String> captions = texts(parsed(run.report("many")), "caption");
        List<String> labels = elements(parsed(run.report("many")), "svg").stream()
                .map(svg -> svg.getAttribute("aria-label"))
                .toList();

        assertThat(captions).contains("Most confused classes, many", "Most confused classes, b");
        assertThat(labels)
                .contains("Confusion matrix, student, b")
                .noneMatch(label -> label.startsWith("Confusion matrix") && label.endsWith("many"));
    }

    @Test
    void severalSeedsShowTheirSpread() throws Exception {
        Document page = parsed(SyntheticRun.typical(List.of(0L, 1L, 2L)).report("seeds"));

        assertThat(texts(page, "dt")).contains("SD");
        assertThat(texts(page, "td")).anyMatch(cell -> cell.matches("\\d+\\.\\d ±\\d\\.\\dSD \\d+\\.\\d"));
    }

    @Test
    void differingSettingsAreMarked() throws Exception {
        Document page = parsed(SyntheticRun.typical().report("three-sets"));

        List<String> marked = elements(page, "tr").stream()
                .filter(row -> row.getAttribute("class").equals("differs"))
                .map(row -> row.getElementsByTagName("code").item(0).getTextContent())
                .toList();

        assertThat(marked)
                .containsExactly(
                        "training.augmentation.crop",
                        "training.augmentation.flip",
                        "training.epochs",
                        "weights.features",
                        "weights.soft");
    }

    @Test
    void runWithoutControlsAndCurvesStillHasAPage() {
        ReportData full = SyntheticRun.small().report("small");
        ReportData bare = new ReportData(
                full.version(),
                full.run(),
                full.written(),
                full.planKey(),
                full.contentKey(),
                full.outcome(),
                List.of(),
                List.of(),
                new ReportData.Mean(List.of(), List.of()),
                List.of());

        assertThatCode(() -> parsed(bare)).doesNotThrowAnyException();
    }

    private static Document parsed(ReportData report) throws Exception {
        String html = new ReportPage(report).html();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static List<Element> elements(Document page, String name) {
        NodeList found = page.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static List<String> texts(Document page, String name) {
        return elements(page, name).stream().map(Element::getTextContent).toList();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportPageTest.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
