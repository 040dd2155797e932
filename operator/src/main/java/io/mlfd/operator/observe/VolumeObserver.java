package io.mlfd.operator.observe;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.build.Labels;
import io.mlfd.operator.build.RunVolume;
import io.mlfd.run.Observation.Volume;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether claims can serve a run. */
public final class VolumeObserver {
    private static final String STORAGE = "spec.storage";

    private VolumeObserver() {}

    /**
     * A claim that is pending counts as usable: with {@code WaitForFirstConsumer} it is bound only when a pod needs it,
     * and when it cannot be bound that pod says why.
     *
     * @param storage the claim that holds the run's files
     */
    public static Volume observe(MLFDRun run, Optional<PersistentVolumeClaim> storage) {
        String name = RunVolume.claimName(run);
        boolean made = RunVolume.isMade(run);
        Optional<String> wrong = Stream.concat(
                        made ? storage.stream().flatMap(claim -> notOurs(run, claim).stream()) : Stream.empty(),
                        given(storage, name, made).flatMap(look -> unusable(run, look).stream()))
                .findFirst();
        if (wrong.isPresent()) {
            return new Volume.Unusable(wrong.get());
        }
        return storage.isPresent() ? new Volume.Usable() : new Volume.Absent();
    }

    private static Stream<ClaimLook> given(Optional<PersistentVolumeClaim> storage, String name, boolean made) {
        return made && storage.isEmpty()
                ? Stream.empty()
                : Stream.of(new ClaimLook(made ? STORAGE : STORAGE + ".claimName", name, storage));
    }

    /** Why a claim cannot serve a run, which may pass; empty when it can. */
    public static Optional<String> unusable(MLFDRun run, ClaimLook look) {
        String claim = look.field() + ": claim \"" + look.name() + "\"";
        if (look.found().isEmpty()) {
            return Optional.of(claim + " does not exist in namespace \""
                    + run.getMetadata().getNamespace() + "\"; create it or name another");
        }
        if (look.found().get().getMetadata().getDeletionTimestamp() != null) {
            return Optional.of(claim + " is being deleted; create it again or name another");
        }
        if ("Lost".equals(phase(look.found().get()))) {
            return Optional.of(claim + " has lost its volume; restore the volume or name another claim");
        }
        return look.field().startsWith(STORAGE) && onlyRead(look.found().get())
                ? Optional.of(claim + " can only be read (ReadOnlyMany); name one that can be written")
                : Optional.empty();
    }

    /** A claim that an earlier run of this name kept has no owner and is taken over; one with another owner goes away. */
    private static Optional<String> notOurs(MLFDRun run, PersistentVolumeClaim claim) {
        boolean labelled = claim.getMetadata().getLabels() != null
                && run.getMetadata()
                        .getName()
                        .equals(claim.getMetadata().getLabels().get(Labels.RUN));
        boolean free = claim.getMetadata().getOwnerReferences().isEmpty();
        if (labelled && (free || Labels.ownedBy(run, claim))) {
            return Optional.empty();
        }
        String name = claim.getMetadata().getName();
        return Optional.of(STORAGE + ": claim \"" + name + "\" exists and belongs to "
                + (labelled ? "an earlier run of this name that is being deleted; wait" : "somebody else")
                + ", or name a claim in spec.storage.claimName");
    }

    private static boolean onlyRead(PersistentVolumeClaim claim) {
        return claim.getSpec() != null && claim.getSpec().getAccessModes().equals(List.of("ReadOnlyMany"));
    }

    private static String phase(PersistentVolumeClaim claim) {
        return claim.getStatus() == null ? "" : claim.getStatus().getPhase();
    }
}
