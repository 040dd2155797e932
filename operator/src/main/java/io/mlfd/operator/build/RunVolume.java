package io.mlfd.operator.build;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec.Storage;
import java.util.List;
import java.util.Optional;

/**
 * The claim that holds a run's files.
 *
 * @param claimName in the run's namespace
 * @param made whether it is made for the run, or was there before
 */
public record RunVolume(String claimName, boolean made, Access access) {
    /** Who may use a claim at the same time. */
    public enum Access {
        ONE_POD,
        ONE_NODE,
        ANY_NODE
    }

    private static final String ONCE = "ReadWriteOnce";
    private static final String ONCE_POD = "ReadWriteOncePod";

    /**
     * @param found the claim, when it is there: what it is counts, not what was asked for
     */
    public static RunVolume of(MLFDRun run, Optional<PersistentVolumeClaim> found) {
        List<String> modes = found.map(claim -> claim.getSpec().getAccessModes())
                .filter(list -> !list.isEmpty())
                .orElseGet(() -> modes(run));
        Access access = modes.stream().anyMatch(mode -> mode.equals("ReadWriteMany"))
                ? Access.ANY_NODE
                : modes.contains(ONCE_POD) && !modes.contains(ONCE) ? Access.ONE_POD : Access.ONE_NODE;
        return new RunVolume(claimName(run), isMade(run), access);
    }

    public static String claimName(MLFDRun run) {
        Storage storage = run.getSpec().storage();
        return isMade(run) ? Names.volume(run.getMetadata().getName()) : storage.claimName();
    }

    public static boolean isMade(MLFDRun run) {
        return run.getSpec().storage() == null || run.getSpec().storage().claimName() == null;
    }

    static List<String> modes(MLFDRun run) {
        Storage storage = run.getSpec().storage();
        return storage == null || storage.accessModes().isEmpty() ? List.of(ONCE) : storage.accessModes();
    }

    String label() {
        return Names.labelValue(claimName);
    }
}
