package io.mlfd.trainer.report.page;

import io.mlfd.contract.ContractJson;
import io.mlfd.plan.Method;
import io.mlfd.plan.Methods;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.storage.FileDigest;
import io.quarkus.qute.Engine;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The whole page. */
public final class ReportPage {
    private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final List<String> TEMPLATES = List.of("page", "grid", "chart", "sizes");

    private final ReportData data;

    public ReportPage(ReportData data) {
        this.data = data;
    }

    /** HTML that is also well-formed XML, in UTF-8 when written as such. */
    public String html() {
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new SafeText())
                .strictRendering(true)
                .build();
        TEMPLATES.forEach(name -> engine.putTemplate(name, engine.parse(resource(name + ".html"))));
        Roles roles = new Roles(data.stages());
        List<Section> sections = Stream.of(
                        new ResultSection(data).section(),
                        new SizeSection(data, roles).section(),
                        new StageSection(data, roles).section(),
                        new CurveSection(data, roles).section(),
                        new ConfusionSection(data).section(),
                        new SettingsSection(data).section(),
                        new ProvenanceSection(data).data(),
                        new ProvenanceSection(data).section(),
                        new ProvenanceSection(data).again())
                .filter(section -> !section.blocks().isEmpty())
                .toList();
        List<Chart> charts = sections.stream()
                .flatMap(section -> section.blocks().stream())
                .flatMap(block -> block.charts().stream())
                .toList();
        String script = script();
        return engine.getTemplate("page")
                .data("data", data)
                .data("method", Methods.named(data.method()).map(Method::title).orElse(data.method()))
                .data(
                        "seeds",
                        String.join(
                                ", ", data.seeds().stream().map(String::valueOf).toList()))
                .data("written", Times.minute(data.written()))
                .data("sections", sections)
                .data("styles", new RawString(element(inlined("uPlot.min.css") + resource("report.css"), "<", "&")))
                .data("charts", new RawString(json(charts)))
                .data("script", new RawString(script))
                .data("digest", new RawString(sha256(script)))
                .render();
    }

    /** Of XML too, where a script must say that it holds no markup. */
    private static String script() {
        String code = element(inlined("uPlot.iife.min.js") + "\n" + resource("report.js"), "]]>", "</script", "<!--");
        return "//<![CDATA[\n" + code + "\n//]]>";
    }

    /** The library without its first line, a comment with an address: the page names none. */
    private static String inlined(String file) {
        String text = resource(CHARTS + file);
        return text.startsWith("/*!") ? text.substring(text.indexOf("*/") + 2) : text;
    }

    private static String json(List<Chart> charts) {
        return SafeText.harmless(new ContractJson().write(charts))
                .replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e");
    }

    private static String element(String content, String... ends) {
        for (String end : ends) {
            if (content.contains(end)) {
                throw new IllegalArgumentException(
                        "what is put into the page holds " + end + " and could end its element");
            }
        }
        return content;
    }

    private static String sha256(String text) {
        byte[] digest = FileDigest.newSha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(digest);
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
