package io.mlfd.operator.build;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec.OnDelete;
import io.mlfd.api.MLFDRunSpec.Retention;
import io.mlfd.api.MLFDRunSpec.Storage;
import io.mlfd.plan.Quantities;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The claim that is made for a run. */
public final class VolumeClaim {
    /** Size where {@code spec.storage} says nothing: some hundred checkpoints of small networks and a feature cache. */
    public static final Quantity DEFAULT_SIZE = new Quantity("10Gi");

    private VolumeClaim() {}

    /** A kept claim has no owner, so that it outlives the run. */
    public static PersistentVolumeClaim build(MLFDRun run, OnDelete onDelete) {
        Storage storage = run.getSpec().storage();
        Quantity size = storage == null ? DEFAULT_SIZE : Quantities.of(storage.size());
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(Names.volume(run.getMetadata().getName()))
                .withNamespace(run.getMetadata().getNamespace())
                .withLabels(Labels.ofRun(run, "volume"))
                .addToAnnotations(Labels.MADE_FOR, run.getMetadata().getUid())
                .withOwnerReferences(owners(run, onDelete))
                .endMetadata()
                .withNewSpec()
                .withAccessModes(RunVolume.modes(run))
                .withStorageClassName(storage == null ? null : storage.storageClassName())
                .withNewResources()
                .withRequests(Map.of("storage", size))
                .endResources()
                .endSpec()
                .build();
    }

    /**
     * The owners that the run's claim is to have, as the run says by now what becomes of it. One that an earlier run kept is taken
     * over as it is, unless the run says so itself that it is to go.
     *
     * @return empty where they are as they should be, or the claim is not the run's
     */
    public static Optional<List<OwnerReference>> otherOwners(MLFDRun run, PersistentVolumeClaim claim) {
        List<OwnerReference> owners = claim.getMetadata().getOwnerReferences();
        boolean owned = Labels.ownedBy(run, claim);
        if (!RunVolume.isMade(run)
                || claim.getMetadata().getDeletionTimestamp() != null
                || !claim.getMetadata().getName().equals(RunVolume.claimName(run))
                || !run.getMetadata()
                        .getName()
                        .equals(claim.getMetadata().getLabels().get(Labels.RUN))
                || (!owned && !owners.isEmpty())) {
            return Optional.empty();
        }
        Optional<OnDelete> said = Optional.ofNullable(run.getSpec().retention()).map(Retention::onDelete);
        boolean keeps = said.filter(OnDelete.KEEP::equals).isPresent();
        if (owned && keeps) {
            return Optional.of(owners.stream()
                    .filter(owner -> !owner.getUid().equals(run.getMetadata().getUid()))
                    .toList());
        }
        boolean goes = said.map(OnDelete.DELETE::equals).orElseGet(() -> isMadeFor(run, claim));
        return !owned && goes ? Optional.of(List.of(Labels.owner(run))) : Optional.empty();
    }

    private static boolean isMadeFor(MLFDRun run, PersistentVolumeClaim claim) {
        return claim.getMetadata().getAnnotations() != null
                && run.getMetadata()
                        .getUid()
                        .equals(claim.getMetadata().getAnnotations().get(Labels.MADE_FOR));
    }

    private static List<OwnerReference> owners(MLFDRun run, OnDelete onDelete) {
        return onDelete == OnDelete.KEEP ? List.of() : List.of(Labels.owner(run));
    }
}
