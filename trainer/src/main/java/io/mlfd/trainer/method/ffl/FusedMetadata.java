package io.mlfd.trainer.method.ffl;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.ffl.TrainFusion;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.supervised.NetworkMetadata;
import io.mlfd.trainer.supervised.NetworkMetadata.Labels;
import java.util.List;
import java.util.Map;

/**
 * What the file of a fused classifier says of itself: its branches, and as any network's how images are normalised and what
 * the logits mean.
 *
 * @param networks one a branch
 * @param sharedStages first stages that are one for all
 * @param inputSize height and width of images in pixels
 */
record FusedMetadata(int version, List<NetworkSpec> networks, int sharedStages, int inputSize, Labels labels) {
    private static final int VERSION = 1;

    static FusedMetadata of(TrainFusion work, LoadedDataSet data) {
        return new FusedMetadata(
                VERSION,
                work.networks(),
                work.sharedStages(),
                work.inputSize(),
                Labels.of(work.dataset().name(), data));
    }

    /** As the metadata of a safetensors file. */
    Map<String, String> toMap() {
        return NetworkMetadata.asMetadata("mlfd-fused", this);
    }
}
