package io.mlfd.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.mlfd.api.MLFDRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Runs as an upgrade meets them: in each state in which the operator may be exchanged under them, with every object that there is
 * of them. {@code releases/make} compiles this file among the tests of earlier releases, so it uses nothing that they do not have.
 */
final class RunsInFlight {
    /** When all that happened to a run had happened, in what is written of it. */
    static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    /** Of their names, which so occur nowhere else in what is written. */
    static final String PREFIX = "flight-";

    private static final String SPEC = Runs.SPEC + "retries: {failures: 1, backoff: {initial: 1s, max: 1s}}\n";
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    private static final List<String> OF_A_SERVER =
            List.of("creationTimestamp", "generation", "managedFields", "resourceVersion");

    private static final ResourceDefinitionContext RUNS = ResourceDefinitionContext.fromResourceType(MLFDRun.class);

    private final KubernetesClient client;

    /** @param client of a mock server that holds nothing else */
    RunsInFlight(KubernetesClient client) {
        this.client = client;
    }

    /** By what has become of each, which ends its name: its objects as a list, owners before what they own. */
    Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        stories().forEach((name, story) -> {
            Simulation run = new Simulation(client, Runs.run(PREFIX + name, SPEC));
            story.accept(run);
            all.put(name, written(run, PREFIX + name));
            clear();
        });
        return all;
    }

    private Map<String, Consumer<Simulation>> stories() {
        Map<String, Consumer<Simulation>> stories = new LinkedHashMap<>();
        stories.put("unseen", run -> {});
        stories.put("starting", Simulation::settle);
        stories.put("queued", run -> {
            run.settle();
            hold(run.job("teacher/a"), run);
            run.clock.pass(Duration.ofSeconds(10));
            run.settle();
        });
        stories.put("teachers", RunsInFlight::teachers);
        stories.put("backing-off", run -> {
            run.settle();
            run.cluster.succeed(run.job("teacher/b"));
            run.cluster.fail(run.job("teacher/a"), 1, "Error");
            run.settle();
        });
        stories.put("disrupted", run -> {
            teachers(run);
            run.cluster.losePod(run.job("teacher/a"));
            run.settle();
        });
        stories.put("suspending", run -> {
            teachers(run);
            run.edit(SPEC + "suspend: true\n");
            run.settle();
        });
        stories.put("suspended", run -> {
            teachers(run);
            run.edit(SPEC + "suspend: true\n");
            run.settle();
            client.pods().inNamespace(Runs.NAMESPACE).delete();
            run.settle();
        });
        stories.put("joint", RunsInFlight::joint);
        stories.put("students", RunsInFlight::students);
        stories.put("report", run -> {
            students(run);
            run.cluster.succeed(run.job("distill/a"));
            run.cluster.succeed(run.job("distill/b"));
            run.settle();
            run.cluster.run(run.job("report"));
            run.settle();
        });
        stories.put("complete", Simulation::complete);
        stories.put("failed", run -> {
            run.settle();
            run.cluster.succeed(run.job("teacher/b"));
            run.cluster.fail(run.job("teacher/a"), 20, "Error");
            run.settle();
        });
        return stories;
    }

    private static void teachers(Simulation run) {
        run.settle();
        run.cluster.run(run.job("teacher/a"));
        run.cluster.run(run.job("teacher/b"));
        run.settle();
    }

    private static void joint(Simulation run) {
        teachers(run);
        run.cluster.succeed(run.job("teacher/a"));
        run.cluster.succeed(run.job("teacher/b"));
        run.settle();
        run.clock.pass(Duration.ofSeconds(1));
        run.cluster.run(run.job("joint"));
        run.settle();
    }

    private static void students(Simulation run) {
        joint(run);
        run.cluster.succeed(run.job("joint"));
        run.settle();
        run.clock.pass(Duration.ofSeconds(1));
        run.cluster.run(run.job("distill/a"));
        run.cluster.run(run.job("distill/b"));
        run.settle();
    }

    /** As a queue does that has no room. */
    private void hold(Job job, Simulation run) {
        client.resource(new JobBuilder(job)
                        .editSpec()
                        .withSuspend(true)
                        .endSpec()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Suspended")
                        .withStatus("True")
                        .withReason("JobSuspended")
                        .withLastTransitionTime(run.clock.instant().toString())
                        .endCondition()
                        .endStatus()
                        .build())
                .update();
    }

    /** Without what a server gives, with names for uids, and with its times counted back from {@link #THEN}. */
    private JsonNode written(Simulation run, String name) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(client.genericKubernetesResources(RUNS)
                .inNamespace(Runs.NAMESPACE)
                .withName(name)
                .require());
        objects.addAll(run.claims());
        objects.addAll(run.cluster.jobs());
        objects.addAll(client.pods().inNamespace(Runs.NAMESPACE).list().getItems());
        Duration back = Duration.between(run.clock.instant(), THEN);
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        objects.forEach(object -> items.add(bare(object)));
        String text = items.toString();
        for (HasMetadata object : objects) {
            text = text.replace(
                    object.getMetadata().getUid(),
                    "uid-of-" + object.getKind() + "-" + object.getMetadata().getName());
        }
        String dated = TIME.matcher(text)
                .replaceAll(time -> Instant.parse(time.group()).plus(back).toString());
        return client.getKubernetesSerialization().unmarshal(dated, JsonNode.class);
    }

    private ObjectNode bare(HasMetadata object) {
        ObjectNode tree = client.getKubernetesSerialization().convertValue(object, ObjectNode.class);
        tree.withObject("/metadata").remove(OF_A_SERVER);
        if (tree.has("spec")) {
            withoutEmptyLists(tree.get("spec"));
        }
        return tree;
    }

    /** The types write them where a run file says nothing. */
    private static void withoutEmptyLists(JsonNode node) {
        node.forEach(RunsInFlight::withoutEmptyLists);
        if (node instanceof ObjectNode object) {
            object.properties()
                    .removeIf(field ->
                            field.getValue().isArray() && field.getValue().isEmpty());
        }
    }

    private void clear() {
        client.genericKubernetesResources(RUNS).inNamespace(Runs.NAMESPACE).delete();
        client.batch().v1().jobs().inNamespace(Runs.NAMESPACE).delete();
        client.pods().inNamespace(Runs.NAMESPACE).delete();
        client.persistentVolumeClaims().inNamespace(Runs.NAMESPACE).delete();
    }
}
