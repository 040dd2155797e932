package io.mlfd.trainer.report.page;

import io.quarkus.qute.Expression;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateNode.Origin;
import java.util.regex.Pattern;

/** Escapes every value that a template shows, whatever it contains; what comes out is well-formed XML too. */
final class SafeText implements ResultMapper {
    /**
     * Controls, which XML forbids, and the characters that reorder what stands around them, with which a name could
     * pretend to be another.
     */
    private static final Pattern HARMFUL = Pattern.compile(
            "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff]|[\\x{d800}-\\x{dfff}]");

    static String harmless(String text) {
        return HARMFUL.matcher(text).replaceAll("\ufffd");
    }

    @Override
    public boolean appliesTo(Origin origin, Object result) {
        return !(result instanceof RawString);
    }

    @Override
    public String map(Object result, Expression expression) {
        return harmless(result.toString())
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
