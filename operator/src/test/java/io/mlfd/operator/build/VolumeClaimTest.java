package io.mlfd.operator.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec.OnDelete;
import io.mlfd.operator.Runs;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VolumeClaimTest {
    /** By these Argo CD and Flux know what they have applied, and prune what is no longer in Git: a kept claim would be. */
    private static final Map<String, String> TRACKING_LABELS = Map.of(
            "app.kubernetes.io/instance", "research",
            "argocd.argoproj.io/instance", "research",
            "kustomize.toolkit.fluxcd.io/name", "research",
            "kustomize.toolkit.fluxcd.io/namespace", "flux-system",
            "helm.toolkit.fluxcd.io/name", "research");

    private static final Map<String, String> TRACKING_ANNOTATIONS = Map.of(
            "argocd.argoproj.io/tracking-id", "research:mlfd.io/MLFDRun:test/r",
            "kubectl.kubernetes.io/last-applied-configuration", "{}",
            "meta.helm.sh/release-name", "research");

    @ParameterizedTest
    @EnumSource(OnDelete.class)
    void noClaimTakesOverWhatAGitOpsToolPutOnTheRun(OnDelete onDelete) {
        MLFDRun run = Runs.run("r");
        run.getMetadata().setLabels(TRACKING_LABELS);
        run.getMetadata().setAnnotations(TRACKING_ANNOTATIONS);
        PersistentVolumeClaim claim = VolumeClaim.build(run, onDelete);
        assertThat(claim.getMetadata().getLabels())
                .containsOnlyKeys(
                        "app.kubernetes.io/name",
                        "app.kubernetes.io/component",
                        "app.kubernetes.io/part-of",
                        "app.kubernetes.io/managed-by",
                        "mlfd.io/run");
        assertThat(claim.getMetadata().getAnnotations()).containsOnlyKeys("mlfd.io/made-for");
        assertThat(claim.getMetadata().getOwnerReferences()).hasSize(onDelete == OnDelete.KEEP ? 0 : 1);
    }
}
