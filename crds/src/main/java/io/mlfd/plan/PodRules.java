package io.mlfd.plan;

import io.mlfd.api.PodSettings;
import io.mlfd.api.PodSettings.ExtraVolume;
import io.mlfd.api.PodSettings.NodeRule;
import io.mlfd.api.PodSettings.PreferredNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What may be said about a stage's pod. */
final class PodRules {
    private static final String WORD = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final String PART_OF_PREFIX = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final Pattern KEY =
            Pattern.compile("((?=[^/]{1,253}/)" + PART_OF_PREFIX + "(\\." + PART_OF_PREFIX + ")*/)?" + WORD);
    private static final Pattern VALUE = Pattern.compile("(" + WORD + ")?");
    /** By these prefixes objects are found, owned, queued, admitted and confined. */
    private static final List<String> RESERVED = List.of(
            "mlfd.io/",
            "app.kubernetes.io/",
            "batch.kubernetes.io/",
            "kueue.x-k8s.io/",
            "pod-security.kubernetes.io/",
            "container.apparmor.security.beta.kubernetes.io/",
            "seccomp.security.alpha.kubernetes.io/",
            "container.seccomp.security.alpha.kubernetes.io/");

    /** The API server gives them to a Job's pods, and takes no Job that has others. */
    private static final Set<String> OF_JOBS = Set.of("job-name", "controller-uid");

    private static final int MOST_ANNOTATIONS = 16 * 1024;

    private final SpecProblems problems;
    private final String path;

    PodRules(SpecProblems problems, String path) {
        this.problems = problems;
        this.path = path;
    }

    /** @param pod null where nothing is said */
    void check(PodSettings pod) {
        if (pod == null) {
            return;
        }
        if (pod.resources() != null) {
            problems.addAll(Quantities.problems(
                    path + ".resources.requests", pod.resources().requests()));
            problems.addAll(Quantities.problems(
                    path + ".resources.limits", pod.resources().limits()));
            problems.addAll(Quantities.aboveLimits(path + ".resources", pod.resources()));
        }
        if (pod.tmpSize() != null) {
            problems.addAll(Quantities.size(path + ".tmpSize", pod.tmpSize()));
        }
        for (int i = 0; i < pod.env().size(); i++) {
            if (pod.env().get(i).name().startsWith("MLFD_")) {
                problems.add(path + ".env[" + i + "].name", "MLFD_ is reserved");
            }
        }
        words(pod);
        nodes(pod);
        volumes(pod.volumes());
        runAs(pod.runAs());
    }

    private void words(PodSettings pod) {
        keys(".labels", pod.labels());
        keys(".annotations", pod.annotations());
        pod.labels().forEach((key, value) -> {
            if (!VALUE.matcher(value).matches()) {
                problems.add(path + ".labels." + key, "\"" + value + "\" is no value of a label");
            }
        });
        int length =
                pod.annotations().values().stream().mapToInt(String::length).sum();
        if (length > MOST_ANNOTATIONS) {
            problems.add(path + ".annotations", "are longer than " + MOST_ANNOTATIONS + " characters");
        }
    }

    private void keys(String field, Map<String, String> map) {
        map.keySet().forEach(key -> {
            if (!KEY.matcher(key).matches()) {
                problems.add(
                        path + field, "\"" + key + "\" is no key: letters, digits, -, _ and ., after a prefix and /");
            } else if (OF_JOBS.contains(key) || RESERVED.stream().anyMatch(key::startsWith)) {
                problems.add(path + field + "." + key, "is reserved; choose a prefix of your own");
            }
        });
    }

    private void nodes(PodSettings pod) {
        if (pod.nodeAffinity() == null) {
            return;
        }
        List<NodeRule> rules = Stream.concat(
                        pod.nodeAffinity().required().stream(),
                        pod.nodeAffinity().preferred().stream().map(PreferredNode::rule))
                .toList();
        for (NodeRule rule : rules) {
            switch (rule.operator()) {
                case "Exists", "DoesNotExist" -> needed(rule, rule.values().isEmpty(), "no values");
                case "Gt", "Lt" -> needed(rule, isOneNumber(rule.values()), "one whole number");
                default -> needed(rule, !rule.values().isEmpty(), "at least one value");
            }
        }
    }

    private static boolean isOneNumber(List<String> values) {
        return values.size() == 1 && values.get(0).matches("-?[0-9]{1,18}");
    }

    private void needed(NodeRule rule, boolean holds, String values) {
        if (!holds) {
            problems.add(path + ".nodeAffinity", rule.key() + " " + rule.operator() + ": takes " + values);
        }
    }

    private void volumes(List<ExtraVolume> volumes) {
        for (int i = 0; i < volumes.size(); i++) {
            ExtraVolume volume = volumes.get(i);
            long named = Stream.of(volume.claimName(), volume.configMapName(), volume.secretName())
                    .filter(Objects::nonNull)
                    .count();
            if (named != 1) {
                problems.add(
                        path + ".volumes[" + i + "]", "name exactly one of claimName, configMapName and secretName");
            }
        }
        problems.distinct(
                path + ".volumes", volumes.stream().map(ExtraVolume::mountPath).toList());
    }

    private void runAs(PodSettings.RunAs runAs) {
        if (runAs != null
                && runAs.assignedBy() != null
                && Stream.of(runAs.user(), runAs.group(), runAs.fsGroup()).anyMatch(Objects::nonNull)) {
            problems.add(
                    path + ".runAs", "the platform assigns user, group and fsGroup; leave them out, or assignedBy");
        }
    }
}
