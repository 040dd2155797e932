package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.act.LiveReads;
import io.mlfd.operator.build.DataClaims;
import io.mlfd.operator.build.RunVolume;
import io.mlfd.operator.observe.ClaimLook;
import io.mlfd.operator.observe.VolumeObserver;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claims of a run: its own, and those that it reads data from.
 *
 * @param cached claims with the run's label, as the cache shows them
 */
record RunClaims(MLFDRun run, List<PersistentVolumeClaim> cached, LiveReads reads) {
    /** @param needed whether the API server is asked for one that the cache does not show */
    Optional<PersistentVolumeClaim> volume(boolean needed) {
        String name = RunVolume.claimName(run);
        Optional<PersistentVolumeClaim> seen = cached.stream()
                .filter(claim -> claim.getMetadata().getName().equals(name))
                .findFirst();
        return seen.isPresent() || !needed ? seen : live(name);
    }

    /** Stages that may be started and cannot be, because a claim that they read data from cannot serve them; with the reason. */
    Map<String, String> blocked(Plan plan, List<Stage> startable) {
        DataClaims data = DataClaims.of(run.getSpec(), plan);
        Map<String, Optional<String>> looked = new HashMap<>();
        Map<String, String> blocked = new HashMap<>();
        for (Stage stage : startable) {
            data.of(stage).values().stream()
                    .flatMap(claim ->
                            looked
                                    .computeIfAbsent(
                                            claim,
                                            name -> unusable(data.fields().get(name), name))
                                    .stream())
                    .findFirst()
                    .ifPresent(why -> blocked.put(stage.name(), why));
        }
        return blocked;
    }

    private Optional<String> unusable(String field, String claim) {
        return VolumeObserver.unusable(run, new ClaimLook(field, claim, live(claim)));
    }

    private Optional<PersistentVolumeClaim> live(String name) {
        return reads.claim(run.getMetadata().getNamespace(), name);
    }
}
