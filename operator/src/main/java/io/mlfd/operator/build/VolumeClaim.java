package io.mlfd.operator.build;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec.OnDelete;
import io.mlfd.api.MLFDRunSpec.Storage;
import io.mlfd.plan.Quantities;
import java.util.List;
import java.util.Map;

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

    private static List<OwnerReference> owners(MLFDRun run, OnDelete onDelete) {
        return onDelete == OnDelete.KEEP ? List.of() : List.of(Labels.owner(run));
    }
}
