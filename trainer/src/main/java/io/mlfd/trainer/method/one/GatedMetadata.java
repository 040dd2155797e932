package io.mlfd.trainer.method.one;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.one.TrainGatedBranches;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.supervised.NetworkMetadata;
import io.mlfd.trainer.supervised.NetworkMetadata.Labels;
import java.util.Map;

/**
 * What the file of a gated ensemble says of itself: its branches, and as any network's how images are normalised and what the
 * logits mean.
 *
 * @param network of every branch
 * @param sharedStages first stages that are one for all
 * @param inputSize height and width of images in pixels
 */
record GatedMetadata(int version, NetworkSpec network, int branches, int sharedStages, int inputSize, Labels labels) {
    private static final int VERSION = 1;

    static GatedMetadata of(TrainGatedBranches work, LoadedDataSet data) {
        return new GatedMetadata(
                VERSION,
                work.dataset().network(),
                work.branches(),
                work.sharedStages(),
                work.inputSize(),
                Labels.of(work.dataset().name(), data));
    }

    /** As the metadata of a safetensors file. */
    Map<String, String> toMap() {
        return NetworkMetadata.asMetadata("mlfd-gated", this);
    }
}
