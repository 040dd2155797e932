package io.mlfd.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML as kubectl does, which makes JSON of it: aliases stand for what they name, {@code <<} merges, and scalars have the types
 * of {@link ScalarTypes}. What tools read in different ways is refused: a field that stands there twice, and one that a later
 * {@code <<} brings too.
 */
public final class YamlReader {
    private final int mostCharacters;

    /** @param mostCharacters of a text; also the most values of a document, aliases written out */
    public YamlReader(int mostCharacters) {
        this.mostCharacters = mostCharacters;
    }

    /**
     * The documents of a text. Those with nothing in them are left out, as kubectl does.
     *
     * @throws NotYamlException with the line
     */
    public List<JsonNode> documents(String text) throws NotYamlException {
        List<JsonNode> documents = new ArrayList<>();
        try {
            Composer composer = composer(text);
            while (composer.checkNode()) {
                Node root = composer.getNode();
                if (!isNothing(root)) {
                    documents.add(new JsonValues(mostCharacters).of(root));
                }
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            String words = Stream.of(e.getContext(), e.getProblem())
                    .filter(part -> part != null && !part.isBlank())
                    .map(String::strip)
                    .collect(Collectors.joining(", "));
            throw new NotYamlException(line, words, e);
        } catch (YAMLException e) {
            throw new NotYamlException(
                    0, String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot be read"), e);
        }
        return documents;
    }

    private Composer composer(String text) {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(mostCharacters);
        limits.setNestingDepthLimit(JsonValues.DEEPEST);
        // How often a collection is named says little; how much comes of it is counted where it is written out.
        limits.setMaxAliasesForCollections(Integer.MAX_VALUE);
        return new Composer(
                new ParserImpl(new StreamReader(new StringReader(text)), limits), new ScalarTypes(), limits);
    }

    private static boolean isNothing(Node root) {
        return root instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.NULL)
                && scalar.getValue().isEmpty();
    }
}
