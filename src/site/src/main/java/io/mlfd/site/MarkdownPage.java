package io.mlfd.site;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A text in CommonMark with GitHub's tables, whose headings have the anchors that GitHub gives them. */
final class MarkdownPage {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer HTML =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private static final Pattern ANCHOR = Pattern.compile("<h[1-6] id=\"([^\"]*)\"");

    private final Node document;

    MarkdownPage(String text) {
        this.document = PARSER.parse(text);
    }

    /** Something that a text refers to. */
    @FunctionalInterface
    interface Target {
        /** @return what is to stand in its place */
        String replacing(String destination);
    }

    Node document() {
        return document;
    }

    /** The first heading's text; empty where there is none. */
    String title() {
        List<String> titles = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                titles.add(textOf(heading));
            }
        });
        return titles.isEmpty() ? "" : titles.get(0);
    }

    /** Its words, without what marks them. */
    static String textOf(Node node) {
        StringBuilder words = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                words.append(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                words.append(code.getLiteral());
            }
        });
        return words.toString();
    }

    /** What stands behind {@code #} in links to this text. */
    Set<String> anchors() {
        Set<String> found = new LinkedHashSet<>();
        Matcher anchor = ANCHOR.matcher(html());
        while (anchor.find()) {
            found.add(anchor.group(1));
        }
        return found;
    }

    /** Changes what links and pictures refer to. */
    void refer(Target target) {
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                link.setDestination(target.replacing(link.getDestination()));
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                image.setDestination(target.replacing(image.getDestination()));
                visitChildren(image);
            }
        });
    }

    String html() {
        return HTML.render(document);
    }
}
