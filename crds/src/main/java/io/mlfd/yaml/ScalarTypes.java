package io.mlfd.yaml;

import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * What a scalar without quotes is: kubectl's rules, those of Go's yaml.v2. They are YAML 1.1's without its numbers to the base of 60
 * and its dates, and with exponents that need no point.
 */
final class ScalarTypes extends Resolver {
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
    static final Set<String> TRUE = Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "y", "Y", "on", "On", "ON");
    static final Set<String> FALSE = Set.of("false", "False", "FALSE", "no", "No", "NO", "n", "N", "off", "Off", "OFF");
    private static final String MERGE = "<<";
    private static final Pattern WHOLE = Pattern.compile(
            "[-+]?(0[xX]_*[0-9a-fA-F][0-9a-fA-F_]*|0[bB]_*[01][01_]*|0[oO]?_*[0-7][0-7_]*|0_*|[1-9][0-9_]*)");
    private static final Pattern FRACTION = Pattern.compile(
            "[-+]?(\\.[0-9][0-9_]*|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    /** This class has rules of its own in the place of the library's. */
    @Override
    protected void addImplicitResolvers() {}

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
        return kind == NodeId.scalar && implicit ? plain(value) : super.resolve(kind, value, implicit);
    }

    private static Tag plain(String value) {
        if (NOTHING.contains(value)) {
            return Tag.NULL;
        }
        if (TRUE.contains(value) || FALSE.contains(value)) {
            return Tag.BOOL;
        }
        if (value.equals(MERGE)) {
            return Tag.MERGE;
        }
        if (WHOLE.matcher(value).matches()) {
            return Tag.INT;
        }
        return FRACTION.matcher(value).matches() ? Tag.FLOAT : Tag.STR;
    }
}
