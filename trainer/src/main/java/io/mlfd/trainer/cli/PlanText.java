package io.mlfd.trainer.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.mlfd.contract.StageWork;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.plan.network.NetworkShapes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan for people and programs. */
final class PlanText {
    private static final int KEY_DIGITS = 12;
    private static final int MOST_INPUTS = 4;

    private final Plan plan;

    PlanText(Plan plan) {
        this.plan = plan;
    }

    String table() {
        Columns columns = new Columns();
        columns.row("STAGE", "NETWORK", "EPOCHS", "AFTER", "PLAN KEY");
        for (Stage stage : plan.stages()) {
            columns.row(
                    stage.name(),
                    network(stage.work()).orElse("-"),
                    stage.work()
                            .trainedWith()
                            .map(t -> Integer.toString(t.epochs()))
                            .orElse("-"),
                    after(directInputs(stage)),
                    stage.planKey().substring(0, KEY_DIGITS));
        }
        return columns.text();
    }

    private static String after(List<String> inputs) {
        if (inputs.isEmpty()) {
            return "-";
        }
        return inputs.size() > MOST_INPUTS ? inputs.size() + " stages" : String.join(", ", inputs);
    }

    private record PlanJson(String run, int checkpointSeconds, List<StageJson> stages) {}

    private record StageJson(
            String name,
            String kind,
            Optional<String> dataset,
            long seed,
            String planKey,
            List<String> inputs,
            StageWork work) {}

    String json() {
        PlanJson json = new PlanJson(
                plan.run(),
                plan.checkpointSeconds(),
                plan.stages().stream()
                        .map(s -> new StageJson(
                                s.name(),
                                s.kind().label(),
                                s.dataset(),
                                s.seed(),
                                s.planKey(),
                                s.inputNames(),
                                s.work()))
                        .toList());
        try {
            return JsonMapper.builder()
                            .addModule(new Jdk8Module())
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .build()
                            .writeValueAsString(json)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan is always writable", e);
        }
    }

    /** A flow chart; an edge that follows from others is left out. */
    String mermaid() {
        Map<String, String> ids = new HashMap<>();
        StringBuilder text = new StringBuilder("flowchart LR\n");
        for (Stage stage : plan.stages()) {
            String id = "s" + ids.size();
            ids.put(stage.name(), id);
            String network = network(stage.work()).map(n -> "<br/>" + n).orElse("");
            text.append("  ")
                    .append(id)
                    .append("[\"")
                    .append(stage.name())
                    .append(network)
                    .append("\"]\n");
        }
        for (Stage stage : plan.stages()) {
            for (String input : directInputs(stage)) {
                text.append("  ")
                        .append(ids.get(input))
                        .append(" --> ")
                        .append(ids.get(stage.name()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** Inputs that are not inputs of another input already. */
    private List<String> directInputs(Stage stage) {
        Set<String> indirect = stage.inputNames().stream()
                .flatMap(input -> ancestors(plan.stage(input)).stream())
                .collect(Collectors.toSet());
        return stage.inputNames().stream()
                .filter(input -> !indirect.contains(input))
                .toList();
    }

    private Set<String> ancestors(Stage stage) {
        Set<String> all = new HashSet<>();
        for (String input : stage.inputNames()) {
            all.add(input);
            all.addAll(ancestors(plan.stage(input)));
        }
        return all;
    }

    /** The networks that a stage trains, each once. */
    private static Optional<String> network(StageWork work) {
        String networks = work.outputs().stream()
                .flatMap(output -> output.network().stream())
                .map(network -> NetworkShapes.of(network).label())
                .distinct()
                .collect(Collectors.joining(", "));
        return networks.isEmpty() ? Optional.empty() : Optional.of(networks);
    }
}
