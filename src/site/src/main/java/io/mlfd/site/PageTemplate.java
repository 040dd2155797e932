package io.mlfd.site;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What is around every page's text. */
final class PageTemplate {
    private static final String HTML = "text/html";

    private final String version;
    private final Template page;
    private final Template folder;

    PageTemplate(String version) {
        this.version = version;
        Engine engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(HTML)))
                .strictRendering(true)
                .build();
        this.page = parsed(engine, "page");
        this.folder = parsed(engine, "folder");
    }

    private static Template parsed(Engine engine, String name) {
        return engine.parse(resource("/site/" + name + ".html"), Variant.forContentType(HTML));
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(PageTemplate.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param html of the text itself
     * @param menu with destinations as seen from the page
     * @param first the first page, and {@code style} the style sheet, as seen from the page
     */
    String page(String title, String html, Menu menu, String first, String style) {
        return page.data("title", title)
                .data("html", new RawString(html))
                .data("menu", menu)
                .data("first", first)
                .data("style", style)
                .data("version", version)
                .render();
    }

    /** The text of a page that lists what is in a folder. */
    String folder(String name, List<Menu.Item> items) {
        return folder.data("folder", name).data("items", items).render();
    }
}
