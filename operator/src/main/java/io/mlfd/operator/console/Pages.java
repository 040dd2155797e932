package io.mlfd.operator.console;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Writes pages as HTML in which every value is escaped, whatever it contains. */
final class Pages {
    private static final List<String> TEMPLATES = List.of("frame", "start", "list", "run", "graph", "curve", "told");
    private static final Map<String, String> TYPES = Map.of(
            "console.css", "text/css; charset=utf-8",
            "console.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    private final String operator;
    private final Engine engine;

    /** @param operator whose eyes they are, for the foot of each page */
    Pages(String operator) {
        this.operator = operator;
        engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                .strictRendering(true)
                .build();
        Variant html = Variant.forContentType(Variant.TEXT_HTML);
        TEMPLATES.forEach(name -> engine.putTemplate(name, engine.parse(resource(name + ".html"), html)));
    }

    /** @param namespaces with the numbers of their runs */
    String start(Map<String, Long> namespaces, boolean all, Instant now) {
        return page("start", now)
                .data("namespaces", namespaces.entrySet())
                .data("all", all)
                .render();
    }

    String list(RunList list, Instant now) {
        return page("list", now).data("list", list).render();
    }

    String run(RunView view, Instant now) {
        return page("run", now).data("view", view).render();
    }

    /** A page that only tells something. */
    String told(String title, String text, Instant now) {
        return page("told", now).data("title", title).data("text", text).render();
    }

    private TemplateInstance page(String name, Instant now) {
        return engine.getTemplate(name).data("operator", operator).data("now", Words.time(now));
    }

    /** One of the files that all pages share. */
    Reply shared(String file) {
        return new Reply(200, TYPES.get(file), resource(file), Map.of("Cache-Control", "no-cache"));
    }

    private static String resource(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
