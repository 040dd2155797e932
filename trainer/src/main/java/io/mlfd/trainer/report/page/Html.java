package io.mlfd.trainer.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A piece of markup. Text and attributes are escaped when written, and what is written is also well-formed XML. */
sealed interface Html {

    /** Writes the markup. */
    void writeTo(StringBuilder out);

    /** Text that is not markup, whatever it contains. */
    static Html text(String text) {
        return new Text(text);
    }

    /** {@code name}: of an HTML or SVG element, never taken from data. */
    static Element element(String name) {
        return new Element(name, List.of(), List.of());
    }

    /** An element that holds one text. */
    static Element element(String name, String text) {
        return element(name).with(text(text));
    }

    /** Several pieces, one after the other. */
    static Html all(List<? extends Html> pieces) {
        return new Sequence(List.copyOf(pieces));
    }

    /** Nothing. */
    static Html nothing() {
        return new Sequence(List.of());
    }

    /** The contents of a style element, which HTML takes as they are. {@code css}: never taken from data. */
    static Html styles(String css) {
        return new Styles(css);
    }

    record Text(String value) implements Html {
        /**
         * Controls, which XML forbids, and the characters that reorder what stands around them, with which a name could
         * pretend to be another.
         */
        private static final Pattern HARMFUL = Pattern.compile(
                "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff]|[\\x{d800}-\\x{dfff}]");

        private static final String REPLACEMENT = "\ufffd";

        @Override
        public void writeTo(StringBuilder out) {
            String safe = HARMFUL.matcher(value).replaceAll(REPLACEMENT);
            for (int i = 0; i < safe.length(); i++) {
                char c = safe.charAt(i);
                switch (c) {
                    case '&' -> out.append("&amp;");
                    case '<' -> out.append("&lt;");
                    case '>' -> out.append("&gt;");
                    case '"' -> out.append("&quot;");
                    case '\'' -> out.append("&#39;");
                    default -> out.append(c);
                }
            }
        }
    }

    record Attribute(String name, String value) {}

    record Element(String name, List<Attribute> attributes, List<Html> children) implements Html {
        private static final List<String> VOID = List.of("meta", "br", "col", "rect", "path", "line", "circle");

        public Element {
            attributes = List.copyOf(attributes);
            children = List.copyOf(children);
        }

        Element attribute(String attribute, String value) {
            List<Attribute> more = new ArrayList<>(attributes);
            more.add(new Attribute(attribute, value));
            return new Element(name, more, children);
        }

        /** A number of an SVG attribute, to a tenth of a pixel. */
        Element attribute(String attribute, double value) {
            return attribute(attribute, Numbers.pixels(value));
        }

        /** {@code names}: of style classes. */
        Element styled(String names) {
            return attribute("class", names);
        }

        Element with(Html... more) {
            return with(List.of(more));
        }

        Element with(List<? extends Html> more) {
            List<Html> all = new ArrayList<>(children);
            all.addAll(more);
            return new Element(name, attributes, all);
        }

        Element with(String text) {
            return with(text(text));
        }

        @Override
        public void writeTo(StringBuilder out) {
            out.append('<').append(name);
            for (Attribute attribute : attributes) {
                out.append(' ').append(attribute.name()).append("=\"");
                new Text(attribute.value()).writeTo(out);
                out.append('"');
            }
            if (VOID.contains(name) && children.isEmpty()) {
                out.append("/>");
                return;
            }
            out.append('>');
            children.forEach(child -> child.writeTo(out));
            out.append("</").append(name).append('>');
            if (BREAKS.contains(name)) {
                out.append('\n');
            }
        }

        /** After these a line ends, so that two pages can be compared line by line. */
        private static final List<String> BREAKS = List.of(
                "tr", "p", "h1", "h2", "h3", "table", "section", "svg", "figure", "caption", "head", "style", "g",
                "li");
    }

    record Sequence(List<Html> pieces) implements Html {
        public Sequence {
            pieces = List.copyOf(pieces);
        }

        @Override
        public void writeTo(StringBuilder out) {
            pieces.forEach(piece -> piece.writeTo(out));
        }
    }

    record Styles(String css) implements Html {
        public Styles {
            if (css.contains("<") || css.contains("&")) {
                throw new IllegalArgumentException("the style sheet could end its element");
            }
        }

        @Override
        public void writeTo(StringBuilder out) {
            out.append(css);
        }
    }
}
