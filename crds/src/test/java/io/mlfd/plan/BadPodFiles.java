package io.mlfd.plan;

import io.mlfd.plan.BadFile.Server;
import java.util.List;

/** Bad files of pods' settings, of Jobs that are kept, and of what is to run again. */
final class BadPodFiles {
    private static final String POD = "spec.pod";

    private BadPodFiles() {}

    private static BadFile javaOnly(String name, String yaml, String path) {
        return new BadFile(name, "/spec/pod", yaml, POD + path, new Server.Accepts());
    }

    private static BadFile rule(String name, String yaml, String path, String message) {
        return new BadFile(name, "/spec/pod", yaml, POD + path, new Server.Rule(message));
    }

    private static BadFile structure(String name, String yaml, String path) {
        return new BadFile(name, "/spec/pod", yaml, POD + path, new Server.Structure());
    }

    static List<BadFile> all() {
        return List.of(
                javaOnly("label that runs are found by", "{labels: {mlfd.io/run: other}}", ".labels"),
                javaOnly("label that queues read", "{labels: {kueue.x-k8s.io/queue-name: q}}", ".labels"),
                javaOnly("label that the API server gives", "{labels: {job-name: other}}", ".labels.job-name"),
                javaOnly(
                        "annotation that sets a pod free",
                        "{annotations: {container.apparmor.security.beta.kubernetes.io/stage: unconfined}}",
                        ".annotations"),
                javaOnly("label that is none", "{labels: {team: a b}}", ".labels.team"),
                javaOnly("key that is none", "{annotations: {'a b': c}}", ".annotations"),
                javaOnly("key whose prefix is no name of a domain", "{labels: {a..b/c: d}}", ".labels"),
                javaOnly("annotation of one's own", "{annotations: {mlfd.io/stage: joint}}", ".annotations"),
                javaOnly(
                        "rule of nodes without values",
                        "{nodeAffinity: {required: [{key: a, operator: In}]}}",
                        ".nodeAffinity"),
                javaOnly(
                        "rule of nodes with values too many",
                        "{nodeAffinity: {required: [{key: a, operator: Exists, values: [b]}]}}",
                        ".nodeAffinity"),
                javaOnly(
                        "rule of nodes that compares words",
                        "{nodeAffinity: {preferred: [{weight: 1, rule: {key: a, operator: Gt, values: [b]}}]}}",
                        ".nodeAffinity"),
                javaOnly(
                        "two volumes in one place",
                        "{volumes: [{mountPath: /mnt/a, claimName: a}, {mountPath: /mnt/a, secretName: b}]}",
                        ".volumes"),
                rule(
                        "volume of two kinds",
                        "{volumes: [{mountPath: /mnt/a, claimName: a, secretName: b}]}",
                        ".volumes[0]",
                        "exactly one of claimName, configMapName and secretName"),
                rule(
                        "user beside an assigned one",
                        "{runAs: {assignedBy: Platform, user: 7}}",
                        ".runAs",
                        "assignedBy: the platform assigns"),
                structure(
                        "volume over the run's own",
                        "{volumes: [{mountPath: /mlfd/run, claimName: a}]}",
                        ".volumes[0].mountPath"),
                structure(
                        "volume that climbs",
                        "{volumes: [{mountPath: /mnt/../tmp, claimName: a}]}",
                        ".volumes[0].mountPath"),
                structure("root", "{runAs: {user: 0}}", ".runAs.user"),
                structure("pull policy that is none", "{imagePullPolicy: Sometimes}", ".imagePullPolicy"),
                structure("privileges", "{securityContext: {privileged: true}}", ".securityContext"));
    }
}
