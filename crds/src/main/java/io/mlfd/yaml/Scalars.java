package io.mlfd.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.Locale;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** From a scalar of YAML to a value of JSON. */
final class Scalars {
    /** More digits take long to read, and mean nothing to any field. */
    private static final int MOST_DIGITS = 1000;

    private static final int INT_BITS = 31;
    private static final int LONG_BITS = 63;

    private final ScalarTypes types = new ScalarTypes();

    /** @throws NotYamlException when JSON has no such value */
    JsonNode value(ScalarNode scalar) throws NotYamlException {
        Tag tag = scalar.getTag();
        String text = scalar.getValue();
        if (tag.equals(Tag.STR) || tag.equals(Tag.MERGE)) {
            return TextNode.valueOf(text);
        }
        if (tag.equals(Tag.NULL)) {
            return NullNode.getInstance();
        }
        if (text.length() > MOST_DIGITS) {
            throw NodeProblem.at(
                    scalar, "a number of " + text.length() + " characters cannot be used; put text into quotes");
        }
        // A tag may be written out, and then says nothing of the text behind it.
        Tag meant = types.resolve(scalar.getNodeId(), text, true);
        if (tag.equals(Tag.BOOL) && meant.equals(Tag.BOOL)) {
            return BooleanNode.valueOf(ScalarTypes.TRUE.contains(text));
        }
        if (tag.equals(Tag.INT) && meant.equals(Tag.INT)) {
            return whole(text);
        }
        if (tag.equals(Tag.FLOAT) && (meant.equals(Tag.FLOAT) || meant.equals(Tag.INT))) {
            return fraction(scalar, meant.equals(Tag.INT) ? whole(text).asText() : text.replace("_", ""));
        }
        throw NodeProblem.at(scalar, "\"" + text + "\" is no " + NodeProblem.written(tag) + "; leave out the tag");
    }

    private static JsonNode whole(String written) {
        String text = written.replace("_", "").toLowerCase(Locale.ROOT);
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        BigInteger amount = amount(digits);
        BigInteger value = negative ? amount.negate() : amount;
        if (value.bitLength() <= INT_BITS) {
            return IntNode.valueOf(value.intValueExact());
        }
        return value.bitLength() <= LONG_BITS
                ? LongNode.valueOf(value.longValueExact())
                : BigIntegerNode.valueOf(value);
    }

    private static BigInteger amount(String digits) {
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        if (digits.startsWith("0b")) {
            return new BigInteger(digits.substring(2), 2);
        }
        if (digits.startsWith("0o")) {
            return new BigInteger(digits.substring(2), 8);
        }
        return digits.startsWith("0") ? new BigInteger(digits, 8) : new BigInteger(digits);
    }

    private static JsonNode fraction(ScalarNode scalar, String text) throws NotYamlException {
        String last = text.toLowerCase(Locale.ROOT);
        double value = last.endsWith("inf") || last.endsWith("nan") ? Double.NaN : Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw NodeProblem.at(scalar, scalar.getValue() + " is no number that can be used; put text into quotes");
        }
        return DoubleNode.valueOf(value);
    }
}
