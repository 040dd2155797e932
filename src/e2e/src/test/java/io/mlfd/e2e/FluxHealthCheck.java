package io.mlfd.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationExceptionBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The expressions by which Flux tells whether a run is as far as is waited for, asked in the order of Flux' RFC 9: a stale object is
 * in progress, then {@code inProgress}, {@code failed} and {@code current}; none of them is in progress too, and one that cannot be
 * evaluated is asked again until the time is over.
 */
final class FluxHealthCheck {
    private static final List<String> VARIABLES = List.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Cel CEL = cel();

    private final JsonNode expressions;

    private FluxHealthCheck(JsonNode expressions) {
        this.expressions = expressions;
    }

    /** Those of a file's Kustomization. */
    static FluxHealthCheck of(String file) throws IOException {
        try (var documents = new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(
                        RunStateFile.GITOPS.resolve("flux").resolve(file).toFile())) {
            JsonNode expressions = documents.readAll().stream()
                    .filter(document -> document.get("kind").asText().equals("Kustomization"))
                    .findFirst()
                    .orElseThrow()
                    .at("/spec/healthCheckExprs/0");
            return new FluxHealthCheck(expressions);
        }
    }

    /** Whom it is asked about, as {@code apiVersion/Kind}. */
    String about() {
        return expressions.get("apiVersion").asText() + "/"
                + expressions.get("kind").asText();
    }

    String of(JsonNode object) throws CelValidationException {
        if (KubernetesStatus.isStale(object)) {
            return KubernetesStatus.IN_PROGRESS;
        }
        try {
            if (expressions.has("inProgress") && is("inProgress", object)) {
                return KubernetesStatus.IN_PROGRESS;
            }
            if (expressions.has("failed") && is("failed", object)) {
                return KubernetesStatus.FAILED;
            }
            return is("current", object) ? KubernetesStatus.CURRENT : KubernetesStatus.IN_PROGRESS;
        } catch (CelEvaluationException e) {
            return "asked again";
        }
    }

    private boolean is(String expression, JsonNode object) throws CelValidationException, CelEvaluationException {
        CelAbstractSyntaxTree compiled =
                CEL.compile(expressions.get(expression).asText()).getAst();
        Map<String, Object> variables = new HashMap<>();
        object.properties()
                .forEach(field -> variables.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
        // A variable that is not there is an error in Flux' CEL, and an unknown in this one.
        return CEL.createProgram(compiled).eval(variables) instanceof Boolean value ? value : unknown(expression);
    }

    private static boolean unknown(String expression) throws CelEvaluationException {
        throw CelEvaluationExceptionBuilder.newBuilder("%s: no such attribute", expression)
                .build();
    }

    private static Cel cel() {
        var builder = CelFactory.standardCelBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(SimpleType.BOOL);
        VARIABLES.forEach(name -> builder.addVar(name, SimpleType.DYN));
        return builder.build();
    }
}
