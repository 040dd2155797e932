package io.mlfd.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The real Kueue, with a queue of one CPU for a scenario's namespace. Cluster-wide objects carry the namespace's name. */
final class Kueue implements AutoCloseable {
    static final String QUEUE = "team";

    private final Scenario scenario;

    private Kueue(Scenario scenario) {
        this.scenario = scenario;
    }

    static boolean installed(KubernetesClient client) {
        return client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("workloads.kueue.x-k8s.io")
                        .get()
                != null;
    }

    /** A queue that lets nobody go yet. */
    static Kueue stopped(Scenario scenario) {
        Kueue kueue = new Kueue(scenario);
        kueue.apply("""
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: ResourceFlavor
                metadata: {name: NAME}
                spec:
                  nodeLabels: {kubernetes.io/os: linux}
                  tolerations: [{key: mlfd-e2e, operator: Exists}]
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: ClusterQueue
                metadata: {name: NAME}
                spec:
                  stopPolicy: Hold
                  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAME}}
                  preemption: {withinClusterQueue: LowerPriority}
                  resourceGroups:
                    - coveredResources: [cpu, memory]
                      flavors:
                        - name: NAME
                          resources: [{name: cpu, nominalQuota: 1}, {name: memory, nominalQuota: 8Gi}]
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: LocalQueue
                metadata: {name: team, namespace: NAME}
                spec: {clusterQueue: NAME}
                ---
                apiVersion: kueue.x-k8s.io/v1beta2
                kind: WorkloadPriorityClass
                metadata: {name: NAME}
                value: 1000
                """);
        return kueue;
    }

    void go() {
        scenario.kubectl()
                .run(
                        "patch",
                        "clusterqueue",
                        scenario.namespace(),
                        "--type",
                        "merge",
                        "--patch",
                        "{\"spec\": {\"stopPolicy\": \"None\"}}");
    }

    /** Somebody's Job that outranks what else is in the queue, and leaves no room for it. */
    void important(String name) {
        apply("""
                apiVersion: batch/v1
                kind: Job
                metadata:
                  name: JOB
                  namespace: NAME
                  labels: {kueue.x-k8s.io/queue-name: team, kueue.x-k8s.io/priority-class: NAME}
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      terminationGracePeriodSeconds: 1
                      securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
                      containers:
                        - name: sleep
                          image: localhost/mlfd-trainer:VERSION
                          command: [sleep, "3600"]
                          resources: {requests: {cpu: 600m, memory: 16Mi}}
                          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                """.replace("JOB", name).replace("VERSION", System.getProperty("mlfd.version")));
    }

    void delete(String job) {
        scenario.kubectl().run("delete", "job", job, "--wait=false");
    }

    private void apply(String yaml) {
        byte[] text = yaml.replace("NAME", scenario.namespace()).getBytes(StandardCharsets.UTF_8);
        Kubectl.Output output = scenario.kubectl().tryRun(in -> in.write(text), "apply", "--filename", "-");
        if (output.exit() != 0) {
            throw new AssertionError(output.text());
        }
    }

    /** Has Kueue hold every Job, or those alone that name a queue; empty where nobody says how. */
    static Optional<AutoCloseable> holdingEveryJob() throws IOException, InterruptedException {
        Optional<String> command = Settings.kueue();
        if (command.isEmpty()) {
            return Optional.empty();
        }
        start(command.get(), "--all-jobs");
        return Optional.of(() -> start(command.get()));
    }

    private static void start(String... command) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + exit);
        }
    }

    @Override
    public void close() {
        scenario.kubectl().run("delete", "localqueue", "team", "--ignore-not-found", "--wait=false");
        for (String kind : new String[] {"clusterqueue", "resourceflavor", "workloadpriorityclass"}) {
            scenario.kubectl().run("delete", kind, scenario.namespace(), "--ignore-not-found", "--wait=false");
        }
    }
}
