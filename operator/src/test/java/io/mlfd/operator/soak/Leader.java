package io.mlfd.operator.soak;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.operator.CachedObjects;
import io.mlfd.operator.RunDriver;
import io.mlfd.operator.Runs;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.operator.stored.StoredRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An operator that takes itself for the only one. What it knows of runs, Jobs, pods and claims comes by four watches, each of which is
 * disturbed by itself; it begins with all of them as they are.
 */
final class Leader {
    private final KubernetesClient client;
    private final RunDriver driver;
    private final Watches watches;
    private final String name;
    private Duration skew;
    private StoredRun run;
    private List<Job> jobs;
    private List<Pod> pods;
    private List<PersistentVolumeClaim> claims;

    /** @param skew of its clock */
    Leader(KubernetesClient client, RunDriver driver, Watches watches, String name, Duration skew) {
        this.client = client;
        this.driver = driver;
        this.watches = watches;
        this.name = name;
        this.skew = skew;
        this.run = storedRun();
        this.jobs = jobsNow();
        this.pods = podsNow();
        this.claims = claimsNow();
    }

    /** One look, after whatever has arrived. A refusal is looked at again later. */
    void look(Instant now) {
        watch();
        lookAtWhatWasSeen(now);
    }

    /** One look on awaking, before anything has arrived. */
    void lookAtWhatWasSeen(Instant now) {
        try {
            driver.drive(ReadRun.of(run), new CachedObjects(jobs, pods, claims), now.plus(skew))
                    .written()
                    .ifPresent(written -> run = written);
        } catch (KubernetesClientException e) {
            // The framework tries again: so does the next look.
        }
    }

    /** Its clock is set by so much. */
    void jump(Duration time) {
        skew = skew.plus(time);
    }

    private void watch() {
        run = watches.see("run", List.of(run), () -> List.of(storedRun())).get(0);
        jobs = watches.see("jobs", jobs, this::jobsNow);
        pods = watches.see("pods", pods, this::podsNow);
        claims = watches.see("claims", claims, this::claimsNow);
    }

    private StoredRun storedRun() {
        return client.resources(StoredRun.class)
                .inNamespace(Runs.NAMESPACE)
                .withName(name)
                .require();
    }

    private List<Job> jobsNow() {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, name)
                .list()
                .getItems();
    }

    private List<Pod> podsNow() {
        return client.pods()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, name)
                .list()
                .getItems();
    }

    private List<PersistentVolumeClaim> claimsNow() {
        return client.persistentVolumeClaims()
                .inNamespace(Runs.NAMESPACE)
                .withLabel(Labels.RUN, name)
                .list()
                .getItems();
    }
}
