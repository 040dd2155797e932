package io.mlfd.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An installation of which each part is of this release or of an earlier one. */
final class ReleaseParts {
    private static final String DEPLOYMENT = "Deployment/" + Settings.OPERATOR_NAMESPACE + "/" + Settings.OPERATOR;
    private static final String DEFINITION = "CustomResourceDefinition/mlfdruns.mlfd.io";
    private static final String TRAINER_IMAGE = "MLFD_TRAINER_IMAGE";

    private final ClusterObjects now;
    private final ClusterObjects earlier;
    private final String earlierTag;

    /** What is changed by itself. */
    enum Part {
        DEFINITION,
        OPERATOR,
        TRAINER
    }

    /**
     * @param manifests of the earlier release
     * @param earlierTag of its images
     */
    ReleaseParts(Path manifests, String earlierTag) throws IOException {
        this.now = Kustomize.build(Kustomize.MANIFESTS.resolve("default"));
        this.earlier = Kustomize.build(manifests.resolve("default"));
        this.earlierTag = earlierTag;
    }

    /**
     * Every combination, each changed into all those that differ from it in one part: the sets of parts that are the earlier
     * release's, from none to none again.
     */
    static List<Set<Part>> everyChange() {
        Map<Set<Part>, Deque<Part>> untried = new HashMap<>();
        Deque<Set<Part>> path = new ArrayDeque<>(List.of(EnumSet.noneOf(Part.class)));
        Deque<Set<Part>> circuit = new ArrayDeque<>();
        while (!path.isEmpty()) {
            Deque<Part> ways = untried.computeIfAbsent(path.getLast(), any -> new ArrayDeque<>(List.of(Part.values())));
            if (ways.isEmpty()) {
                circuit.addFirst(path.removeLast());
            } else {
                path.addLast(changed(path.getLast(), ways.removeFirst()));
            }
        }
        return List.copyOf(circuit);
    }

    private static Set<Part> changed(Set<Part> earlier, Part part) {
        EnumSet<Part> changed = EnumSet.copyOf(earlier);
        if (!changed.remove(part)) {
            changed.add(part);
        }
        return changed;
    }

    /** Applies what is to be of another release than it was, and waits until the operator that is to be there is ready. */
    void change(Set<Part> before, Set<Part> earlierParts) {
        EnumSet<Part> changed = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if (before.contains(part) != earlierParts.contains(part)) {
                changed.add(part);
            }
        }
        if (changed.contains(Part.DEFINITION)) {
            apply(objects(earlierParts, Part.DEFINITION), DEFINITION::equals, earlierParts);
        }
        if (changed.contains(Part.OPERATOR)) {
            apply(objects(earlierParts, Part.OPERATOR), key -> !key.equals(DEFINITION), earlierParts);
        } else if (changed.contains(Part.TRAINER)) {
            apply(objects(earlierParts, Part.OPERATOR), DEPLOYMENT::equals, earlierParts);
        }
        operator().run("rollout", "status", "deployment/" + Settings.OPERATOR, "--timeout=180s");
    }

    private ClusterObjects objects(Set<Part> earlierParts, Part part) {
        return earlierParts.contains(part) ? earlier : now;
    }

    private void apply(ClusterObjects objects, Predicate<String> which, Set<Part> earlierParts) {
        String list = objects.byKey().entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .map(entry -> entry.getKey().equals(DEPLOYMENT)
                        ? withImages(entry.getValue().deepCopy(), earlierParts).toString()
                        : entry.getValue().toString())
                .collect(Collectors.joining("\n---\n"));
        Kubectl.Output output = operator()
                .tryRun(
                        in -> in.write(list.getBytes(StandardCharsets.UTF_8)),
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--filename=-");
        if (output.exit() != 0) {
            throw new AssertionError(output.text());
        }
    }

    private ObjectNode withImages(ObjectNode deployment, Set<Part> earlierParts) {
        ObjectNode container = (ObjectNode) deployment.at("/spec/template/spec/containers/0");
        container.put("image", tagged(container.get("image"), earlierParts.contains(Part.OPERATOR)));
        for (JsonNode variable : container.get("env")) {
            if (variable.get("name").asText().equals(TRAINER_IMAGE)) {
                ((ObjectNode) variable)
                        .put("value", tagged(variable.get("value"), earlierParts.contains(Part.TRAINER)));
            }
        }
        return deployment;
    }

    private String tagged(JsonNode image, boolean ofTheEarlier) {
        String name = image.asText();
        String untagged = name.substring(0, name.lastIndexOf(':'));
        return untagged + ":" + (ofTheEarlier ? earlierTag : System.getProperty("mlfd.version"));
    }

    private static Kubectl operator() {
        return new Kubectl(Settings.OPERATOR_NAMESPACE);
    }
}
