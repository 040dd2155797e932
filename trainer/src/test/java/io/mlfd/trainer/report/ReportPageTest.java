package io.mlfd.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.WriteReport;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import io.mlfd.trainer.report.page.ReportPage;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.stage.Orders;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    void whatItHoldsComesBack() {
        ReportData report = SyntheticRun.small().report("small");

        assertThat(new ContractJson().read(new ContractJson().write(report), ReportData.class))
                .usingRecursiveComparison()
                .isEqualTo(report);
    }

    @Test
    void pageIsWellFormedAndNamesItsSections() throws Exception {
        Document page = parsed(SyntheticRun.typical().report("three-sets"));

        assertThat(texts(page, "h1")).containsExactly("three-sets");
        assertThat(texts(page, "p")).contains("Multi-level feature distillation");
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

        List<Element> drawn = elements(page, "figure").stream()
                .filter(figure -> figure.getElementsByTagName("svg").getLength() > 0
                        || figure.getElementsByTagName("caption")
                                .item(0)
                                .getTextContent()
                                .startsWith("Confusion matrix"))
                .toList();

        // Two charts a data set and one of all; five matrices a data set.
        assertThat(drawn).hasSize(3 * 2 + 1 + 3 * 5).allSatisfy(figure -> assertThat(figure.getTextContent())
                .containsPattern("Data: \\S+.*\\. Made from \\S+ \\(seed 0, key [0-9a-f]{12}\\)"));
    }

    @Test
    void nothingIsLoadedAndNothingRunsButThePagesOwnScript() throws Exception {
        String html = new ReportPage(SyntheticRun.typical().report("three-sets")).html();

        assertThat(html).doesNotContainIgnoringCase("http://", "https://", "src=", "@import", "url(", "<link");
        assertThat(html).doesNotContainPattern("<[^>]*\\son[a-z]+=");
        Matcher script = Pattern.compile("(?s)<script>(.*?)</script>").matcher(html);
        assertThat(script.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(html)
                .contains("default-src 'none'; script-src 'sha256-"
                        + Base64.getEncoder().encodeToString(digest) + "';");
        assertThat(script.find()).isFalse();
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

        assertThat(elements(page, "script"))
                .extracting(script -> script.getAttribute("type"))
                .containsExactly("application/json", "");
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

        assertThat(captions).contains("Most confused classes, many", "Most confused classes, b");
        assertThat(captions)
                .contains("Confusion matrix, student, b")
                .noneMatch(caption -> caption.startsWith("Confusion matrix") && caption.endsWith("many"));
    }

    @Test
    void severalSeedsShowTheirSpread() throws Exception {
        Document page = parsed(SyntheticRun.typical(List.of(0L, 1L, 2L)).report("seeds"));

        assertThat(texts(page, "dt")).contains("SD");
        assertThat(texts(page, "td"))
                .anyMatch(cell -> cell.matches("\\d+\\.\\d \\[\\d+\\.\\d, \\d+\\.\\d\\]SD \\d+\\.\\d"));
    }

    @Test
    void differingSettingsAreMarked() throws Exception {
        Document page = parsed(SyntheticRun.typical().report("three-sets"));

        List<String> marked = elements(page, "tr").stream()
                .filter(row -> row.getAttribute("class").equals("differs"))
                .map(row ->
                        row.getElementsByTagName("th").item(0).getTextContent().substring(2))
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
                "",
                full.method(),
                full.outcome(),
                List.of(),
                List.of(),
                full.comparisons(),
                List.of(),
                List.of());

        assertThatCode(() -> parsed(bare)).doesNotThrowAnyException();
    }

    @Test
    void theWeightsOfEveryStageAreLinked() throws Exception {
        List<String> links = elements(parsed(SyntheticRun.small().report("small")), "a").stream()
                .map(link -> link.getAttribute("href"))
                .filter(link -> !link.startsWith("#"))
                .toList();

        assertThat(links)
                .contains("../" + VolumeLayout.stageFolder("distill/coins", SyntheticRun.key("distill/coins"))
                        + "/best.safetensors");
    }

    /** Only one role, which is no data set's own network, and nothing that it is compared with: as another method's run may be. */
    @Test
    void whatTheRunDoesNotHaveIsNotSpokenOf() throws Exception {
        ReportData full = SyntheticRun.small().report("small");
        List<StageResult> unions = full.stages().stream()
                .filter(stage -> stage.stage().startsWith("baseline/joint"))
                .toList();
        WriteReport work = Orders.reportWork(SyntheticRun.small().datasets());
        Comparisons none = new Comparisons(Column.of(Roles.UNION, Metric.TOP1), List.of());
        ReportData report = new ReportAssembly(
                        new ReportAssembly.Heading("small", "k", "", "2026-03-01T09:30:00Z"),
                        new WriteReport(work.datasets(), "other", none),
                        unions)
                .data();

        Document page = parsed(report);
        assertThat(texts(page, "header").get(0) + texts(page, "main").get(0))
                .doesNotContainIgnoringCase("teacher", "T*", "student", "gain of the", "multi-level")
                .contains("Union network", "other");
    }

    @Test
    void whereNoSplitDecidedNothingWasSelected() throws Exception {
        ReportData full = SyntheticRun.small().report("small");
        assertThat(texts(parsed(full), "main").get(0)).contains("Selected epoch", "A dot marks");

        ReportData last = new ReportData(
                full.version(),
                full.run(),
                full.written(),
                full.planKey(),
                full.contentKey(),
                full.method(),
                full.outcome(),
                full.seeds(),
                full.datasets(),
                full.comparisons(),
                full.tables().subList(0, 1),
                full.stages());
        assertThat(texts(parsed(last), "main").get(0))
                .doesNotContain("Selected epoch", "A dot marks", "selected weights");
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
}
