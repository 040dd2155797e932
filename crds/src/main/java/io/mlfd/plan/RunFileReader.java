package io.mlfd.plan;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.mlfd.api.MLFDRun;
import io.mlfd.plan.Checked.Invalid;
import io.mlfd.plan.Checked.Valid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads a run file: strictly typed, unknown and duplicate fields refused, sizes bounded, every problem with its path. */
public final class RunFileReader {
    /** A run file names things; it holds no data. */
    public static final int MAX_CHARACTERS = 1_000_000;

    private static final String DEFINITION = "/META-INF/fabric8/mlfdruns.mlfd.io-v1.yml";
    private static final Pattern RUN_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final int MAX_RUN_NAME = 40;

    private final YAMLMapper mapper = mapper();
    private final SchemaRules schema = new SchemaRules(definition());

    /**
     * @param yaml text of the file: one document
     * @return a run that the schema accepts and that {@link Planner} may plan, or every problem found
     */
    public Checked<MLFDRun> read(String yaml) {
        if (yaml.length() > MAX_CHARACTERS) {
            return invalid("file", "has " + yaml.length() + " characters, at most " + MAX_CHARACTERS + " are read");
        }
        JsonNode tree;
        try (var documents = mapper.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            if (!documents.hasNextValue()) {
                return invalid("file", "is empty");
            }
            tree = documents.nextValue();
            if (documents.hasNextValue()) {
                return invalid("file", "has several documents; put one MLFDRun into a file");
            }
        } catch (IOException e) {
            return new Invalid<>(List.of(syntax(e)));
        }
        return read(tree);
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
        TypedTree.Reading reading = new TypedTree(mapper).read(tree);
        problems.addAll(reading.problems());
        // The schema sees the file as it is: what is mistyped has been told of in better words, the rest it tells.
        schema.problems(tree).stream()
                .filter(problem -> reading.problems().stream().noneMatch(told -> concerns(told, problem)))
                .forEach(problems::add);
        return problems.isEmpty() ? new Valid<>(reading.run().orElseThrow()) : new Invalid<>(problems);
    }

    private static boolean concerns(Problem told, Problem problem) {
        String path = problem.path();
        return path.equals(told.path()) || path.startsWith(told.path() + ".") || path.startsWith(told.path() + "[");
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

    private static Problem syntax(IOException e) {
        JsonLocation at = e instanceof JacksonException jackson ? jackson.getLocation() : null;
        String message = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.getMessage();
        String firstLine = message.lines().limit(3).map(String::strip).collect(Collectors.joining(", "));
        return new Problem(at == null ? "file" : "line " + at.getLineNr(), "is not YAML: " + firstLine);
    }

    private static Checked<MLFDRun> invalid(String path, String message) {
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

    private static YAMLMapper mapper() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_CHARACTERS);
        limits.setNestingDepthLimit(50);
        limits.setMaxAliasesForCollections(10);
        YAMLMapper mapper = YAMLMapper.builder(
                        YAMLFactory.builder().loaderOptions(limits).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .build();
        for (CoercionInputShape shape :
                List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
            mapper.coercionConfigFor(LogicalType.Enum).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }
}
