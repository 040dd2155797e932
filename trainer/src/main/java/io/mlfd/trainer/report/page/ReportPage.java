package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import io.mlfd.trainer.report.ReportData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The whole page. */
public final class ReportPage {
    private static final String STYLES = "report.css";

    /** Even a name that broke out of the markup could neither load nor run anything. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    private final ReportData data;

    public ReportPage(ReportData data) {
        this.data = data;
    }

    /** HTML that is also well-formed XML, in UTF-8 when written as such. */
    public String html() {
        StringBuilder out = new StringBuilder("<!DOCTYPE html>\n");
        element("html").attribute("lang", "en").with(head(), body()).writeTo(out);
        return out.append('\n').toString();
    }

    private Html head() {
        return element("head")
                .with(
                        element("meta").attribute("charset", "utf-8"),
                        element("meta")
                                .attribute("http-equiv", "Content-Security-Policy")
                                .attribute("content", POLICY),
                        element("meta")
                                .attribute("name", "viewport")
                                .attribute("content", "width=device-width, initial-scale=1"),
                        element("meta").attribute("name", "color-scheme").attribute("content", "light dark"),
                        element("title", data.run() + " \u2013 MLFD report"),
                        element("style").with(Html.styles(styles())));
    }

    private Html body() {
        return element("body")
                .with(
                        element("header").with(title()),
                        element("main")
                                .with(
                                        new ResultSection(data).html(),
                                        new GraphSection(data).html(),
                                        new CurveSection(data).html(),
                                        new ConfusionSection(data).html(),
                                        new SettingsSection(data).html(),
                                        new DataSection(data).html(),
                                        new ProvenanceSection(data).html()));
    }

    private List<Html> title() {
        String seeds = data.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return List.of(
                element("p", "Multi-level feature distillation").styled("kind"),
                element("h1", data.run()),
                element("p", data.outcome()).styled("outcome"),
                element("p")
                        .styled("source")
                        .with("Written " + Times.minute(data.written()) + " UTC \u00b7 "
                                + (data.seeds().size() > 1 ? "seeds " : "seed ") + seeds + " \u00b7 plan key ")
                        .with(element("code", data.planKey()))
                        .with(" \u00b7 content key ")
                        .with(element("code", data.contentKey())),
                element("nav")
                        .attribute("aria-label", "Sections")
                        .with(
                                link("results", "Results"),
                                link("stages", "Stages"),
                                link("curves", "Learning curves"),
                                link("confusions", "Confusions"),
                                link("settings", "Settings"),
                                link("data", "Data"),
                                link("provenance", "Provenance"),
                                link("again", "How to make it again")));
    }

    private static Html link(String section, String text) {
        return element("a", text).attribute("href", "#" + section);
    }

    private static String styles() {
        try (InputStream in = ReportPage.class.getResourceAsStream(STYLES)) {
            if (in == null) {
                throw new IllegalStateException(STYLES + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
