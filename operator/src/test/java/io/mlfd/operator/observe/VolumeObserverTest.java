package io.mlfd.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.Runs;
import io.mlfd.operator.build.Labels;
import io.mlfd.run.Observation.Volume;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VolumeObserverTest {
    private static final MLFDRun MAKES = Runs.run("r");
    private static final MLFDRun NAMES = Runs.run("r", Runs.SPEC + "storage: {claimName: mine}");

    private static PersistentVolumeClaimBuilder claim(String name, String mode) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withAccessModes(mode)
                .endSpec();
    }

    private static PersistentVolumeClaimBuilder made() {
        return claim("r-volume", "ReadWriteOnce")
                .editMetadata()
                .addToLabels(Labels.RUN, "r")
                .endMetadata();
    }

    private static Volume observe(MLFDRun run, PersistentVolumeClaimBuilder storage) {
        return VolumeObserver.observe(run, Optional.of(storage.build()));
    }

    private static Volume unusable(String message) {
        return new Volume.Unusable(message);
    }

    @Test
    void aClaimThatIsToBeMadeIsAbsentUntilItIsThere() {
        assertThat(VolumeObserver.observe(MAKES, Optional.empty())).isEqualTo(new Volume.Absent());
        assertThat(observe(MAKES, made())).as("kept by an earlier run").isEqualTo(new Volume.Usable());
        assertThat(observe(
                        MAKES,
                        made().editMetadata()
                                .addNewOwnerReference()
                                .withUid("uid-of-r")
                                .endOwnerReference()
                                .endMetadata()))
                .isEqualTo(new Volume.Usable());
    }

    @Test
    void aClaimOfSomebodyElseIsNotTaken() {
        String remedy = ", or name a claim in spec.storage.claimName";
        assertThat(observe(MAKES, claim("r-volume", "ReadWriteOnce")))
                .isEqualTo(unusable("spec.storage: claim \"r-volume\" exists and belongs to somebody else" + remedy));
        assertThat(observe(
                        MAKES,
                        made().editMetadata()
                                .addNewOwnerReference()
                                .withUid("of-an-earlier-run")
                                .endOwnerReference()
                                .endMetadata()))
                .isEqualTo(unusable("spec.storage: claim \"r-volume\" exists and belongs to an earlier run of this name"
                        + " that is being deleted; wait" + remedy));
    }

    @Test
    void aClaimThatIsNamedMustBeThereAndStayAndTakeFiles() {
        String claim = "spec.storage.claimName: claim \"mine\"";
        assertThat(observe(NAMES, claim("mine", "ReadWriteMany"))).isEqualTo(new Volume.Usable());
        assertThat(VolumeObserver.observe(NAMES, Optional.empty()))
                .isEqualTo(unusable(claim + " does not exist in namespace \"test\"; create it or name another"));
        assertThat(observe(
                        NAMES,
                        claim("mine", "ReadWriteMany")
                                .editMetadata()
                                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                                .endMetadata()))
                .isEqualTo(unusable(claim + " is being deleted; create it again or name another"));
        assertThat(observe(
                        NAMES,
                        claim("mine", "ReadWriteMany")
                                .withNewStatus()
                                .withPhase("Lost")
                                .endStatus()))
                .isEqualTo(unusable(claim + " has lost its volume; restore the volume or name another claim"));
        assertThat(observe(NAMES, claim("mine", "ReadOnlyMany")))
                .isEqualTo(unusable(claim + " can only be read (ReadOnlyMany); name one that can be written"));
    }

    @Test
    void dataMayLieOnAClaimThatCanOnlyBeRead() {
        PersistentVolumeClaim data = claim("images", "ReadOnlyMany").build();
        assertThat(VolumeObserver.unusable(MAKES, new ClaimLook("spec.data.claimName", "images", Optional.of(data))))
                .isEmpty();
        assertThat(VolumeObserver.unusable(MAKES, new ClaimLook("spec.data.claimName", "images", Optional.empty())))
                .contains("spec.data.claimName: claim \"images\" does not exist in namespace \"test\";"
                        + " create it or name another");
    }
}
