package io.mlfd.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Checked.Invalid;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.yaml.NotYamlException;
import io.mlfd.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a run file: strictly typed, unknown and duplicate fields refused, sizes bounded, every problem with its path. */
public final class RunFileReader {
    /** A run file names things; it holds no data. */
    public static final int MAX_CHARACTERS = 1_000_000;

    /** More are not told: usually it is a file for something else. */
    static final int MOST_PROBLEMS = 100;

    private static final String DEFINITION = "/META-INF/fabric8/mlfdruns.mlfd.io-v1.yml";
    private static final Pattern STATUS = Pattern.compile("status([.\\[].*)?", Pattern.DOTALL);
    private static final Pattern RUN_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final int MAX_RUN_NAME = 40;

    private final JsonMapper mapper = StrictValues.mapper();
    private final SchemaRules schema = new SchemaRules(definition());

    /**
     * @param yaml text of the file: one document
     * @return a run that the schema accepts and that {@link Planner} may plan, or every problem found
     */
    public Checked<MLFDRun> read(String yaml) {
        Checked<JsonNode> tree = tree(yaml);
        return tree instanceof Valid<JsonNode> valid
                ? read(valid.value())
                : new Invalid<>(((Invalid<JsonNode>) tree).problems());
    }

    /**
     * The values of a file, before anything is asked of them.
     *
     * @param yaml text of the file: one document
     */
    public Checked<JsonNode> tree(String yaml) {
        if (yaml.length() > MAX_CHARACTERS) {
            return invalid("file", "has " + yaml.length() + " characters, at most " + MAX_CHARACTERS + " are read");
        }
        try {
            List<JsonNode> documents = yaml().documents(yaml);
            return switch (documents.size()) {
                case 0 -> invalid("file", "is empty");
                case 1 -> new Valid<>(documents.get(0));
                default -> invalid("file", "has several documents; put one MLFDRun into a file");
            };
        } catch (NotYamlException e) {
            return invalid(
                    e.line().isPresent() ? "line " + e.line().getAsInt() : "file", "is not YAML: " + e.getMessage());
        }
    }

    /** What reads the YAML of run files, and of values that are put into them. */
    public static YamlReader yaml() {
        return new YamlReader(MAX_CHARACTERS);
    }

    /** Like {@link #read(String)}, for a document that was read already. */
    public Checked<MLFDRun> read(JsonNode tree) {
        List<Problem> strange = header(tree);
        if (!strange.isEmpty()) {
            return new Invalid<>(strange);
        }
        List<Problem> problems = new ArrayList<>(name(tree.at("/metadata/name")));
        if (tree.has("status")) {
            problems.add(new Problem("status", "is written by the operator; leave it out"));
        }
        schema.problems(tree).stream()
                .filter(problem -> !STATUS.matcher(problem.path()).matches())
                .forEach(problems::add);
        if (problems.size() > MOST_PROBLEMS) {
            List<Problem> first = new ArrayList<>(problems.subList(0, MOST_PROBLEMS));
            first.add(new Problem("file", "has more problems than these " + MOST_PROBLEMS + "; correct them first"));
            return new Invalid<>(first);
        }
        return problems.isEmpty() ? typed(tree) : new Invalid<>(problems);
    }

    /** What the schema says nothing of, as fields that every resource has, shows here. */
    private Checked<MLFDRun> typed(JsonNode tree) {
        try {
            return new Valid<>(mapper.treeToValue(tree, MLFDRun.class));
        } catch (MismatchedInputException e) {
            return invalid(
                    path(e), "must be another kind of value; kubectl explain mlfdrun." + path(e) + " says which");
        } catch (JsonMappingException e) {
            return invalid(path(e), "cannot be read: " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            return invalid("file", "cannot be read: " + e.getOriginalMessage());
        }
    }

    private static String path(JsonMappingException e) {
        String path = StrictValues.path(e);
        return path.isEmpty() ? "file" : path;
    }

    /** What tells a run from a file that is for something else. */
    private static List<Problem> header(JsonNode tree) {
        List<Problem> problems = new ArrayList<>();
        if (!tree.isObject()) {
            return List.of(new Problem("file", "is no mapping; it starts with apiVersion: " + MLFDRun.API_VERSION));
        }
        expect(problems, tree, "apiVersion", MLFDRun.API_VERSION);
        expect(problems, tree, "kind", MLFDRun.KIND);
        if (!tree.path("spec").isObject()) {
            problems.add(new Problem("spec", "is missing"));
        }
        return problems;
    }

    private static List<Problem> name(JsonNode name) {
        boolean right = name.isTextual()
                && name.textValue().length() <= MAX_RUN_NAME
                && RUN_NAME.matcher(name.textValue()).matches();
        return right
                ? List.of()
                : List.of(
                        new Problem(
                                "metadata.name",
                                (name.isMissingNode() ? "is missing" : name + " is no name for a run") + "; at most "
                                        + MAX_RUN_NAME
                                        + " lower-case letters, digits and dashes, beginning and ending with a letter or digit"));
    }

    private static void expect(List<Problem> problems, JsonNode tree, String field, String value) {
        if (!tree.path(field).asText().equals(value)) {
            problems.add(new Problem(
                    field, (tree.has(field) ? tree.get(field) + " " : "is missing; ") + "must be " + value));
        }
    }

    private static <T> Checked<T> invalid(String path, String message) {
        return new Invalid<>(List.of(new Problem(path, message)));
    }

    private static JsonNode definition() {
        try (InputStream stream = RunFileReader.class.getResourceAsStream(DEFINITION)) {
            if (stream == null) {
                throw new IllegalStateException("this program was packaged without " + DEFINITION);
            }
            return new YAMLMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
