package io.mlfd.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.report.page.ReportPage;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Networks of several sizes on the page. */
class ReportSizesTest {
    private static final String SIZES = "//section[@id='sizes']";

    private final XPath path = XPathFactory.newInstance().newXPath();

    /** Teachers, students and controls of a data set have its network; of a union network that serves all, nothing is said. */
    @Test
    void networksOfOneSizeAreNotCompared() throws Exception {
        assertThat(found(page(SyntheticRun.typical()), SIZES)).isEmpty();
    }

    @Test
    void everyNetworkHasItsParametersAndTheLengthOfItsFileWhereThatWasTold() throws Exception {
        Document page = page(SyntheticRun.typical().withWidths(8, 3));

        List<String> rows = texts(page, SIZES + "//tbody/tr");
        assertThat(rows).hasSize(5);
        assertThat(rows.subList(0, 3))
                .allSatisfy(row -> assertThat(row).contains("resnet20" + parameters(16) + "\u2013"));
        assertThat(rows.get(3)).startsWith("Alone" + "resnet20/8" + parameters(8) + "41,234");
        assertThat(rows.get(4)).startsWith("Alone 2" + "resnet20/3" + parameters(3) + "41,234");
        assertThat(texts(page, SIZES + "//caption")).containsExactly("Networks by size, cifar100");
    }

    @Test
    void theDrawingHasAMarkForEachAndSaysInWordsWhatItShows() throws Exception {
        Document page = page(SyntheticRun.typical().withWidths(8, 3));

        assertThat(found(page, SIZES + "//svg//path")).hasSize(5);
        assertThat(found(page, SIZES + "//svg//line[@class='reach']")).hasSize(5);
        List<String> legend = texts(page, SIZES + "//ul[@class='legend']/li");
        assertThat(legend).hasSize(3).anyMatch(label -> label.endsWith("Own-teacher control to alone 2"));
        Element drawing = found(page, SIZES + "//svg").get(0);
        assertThat(drawing.getAttribute("role")).isEqualTo("img");
        assertThat(drawing.getAttribute("aria-label"))
                .startsWith("Test accuracy by number of parameters, cifar100: Teacher ")
                .contains("Alone 2 ", " % with " + parameters(3));
        assertThat(texts(page, SIZES + "//figcaption"))
                .containsExactly("Test accuracy, %, by number of parameters (logarithmic)");
    }

    @Test
    void moreParametersLieFurtherRightAndBetterNetworksHigher() throws Exception {
        Document page = page(SyntheticRun.typical().withWidths(8, 3));

        List<String[]> corners = new ArrayList<>();
        for (Element line : found(page, SIZES + "//svg//polyline")) {
            for (String point : line.getAttribute("points").split(" ")) {
                corners.add(point.split(","));
            }
        }
        corners.sort((one, other) -> Double.compare(Double.parseDouble(one[0]), Double.parseDouble(other[0])));
        assertThat(corners).hasSize(5);
        assertThat(corners.get(0)[0]).isEqualTo("60");
        assertThat(corners.get(4)[0]).isEqualTo("360");
        // Alone 2 is drawn to be the worst of them, see the synthetic run.
        assertThat(corners.subList(1, 5)).allSatisfy(corner -> assertThat(Double.parseDouble(corner[1]))
                .isLessThan(Double.parseDouble(corners.get(0)[1])));
    }

    private static String parameters(int width) {
        return String.format(
                Locale.ROOT,
                "%,d",
                NetworkShapes.named("resnet20").withWidth(width).parameters(20));
    }

    private static Document page(SyntheticRun run) throws Exception {
        String html = new ReportPage(run.report("sizes")).html();
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private List<Element> found(Document page, String expression) throws Exception {
        NodeList nodes = (NodeList) path.evaluate(expression, page, XPathConstants.NODESET);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private List<String> texts(Document page, String expression) throws Exception {
        return found(page, expression).stream().map(Element::getTextContent).toList();
    }
}
