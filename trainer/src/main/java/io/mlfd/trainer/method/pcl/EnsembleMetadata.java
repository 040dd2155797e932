package io.mlfd.trainer.method.pcl;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.pcl.TrainCollaborators;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.supervised.NetworkMetadata;
import io.mlfd.trainer.supervised.NetworkMetadata.Labels;
import java.util.Map;

/**
 * What the file of an ensemble classifier says of itself: its peers, and as any network's how images are normalised and what
 * the logits mean.
 *
 * @param network of every peer
 * @param sharedStages first stages that are one for all
 * @param inputSize height and width of images in pixels
 */
record EnsembleMetadata(int version, NetworkSpec network, int peers, int sharedStages, int inputSize, Labels labels) {
    private static final int VERSION = 1;

    static EnsembleMetadata of(TrainCollaborators work, LoadedDataSet data) {
        return new EnsembleMetadata(
                VERSION,
                work.dataset().network(),
                work.peers(),
                work.sharedStages(),
                work.inputSize(),
                Labels.of(work.dataset().name(), data));
    }

    /** As the metadata of a safetensors file. */
    Map<String, String> toMap() {
        return NetworkMetadata.asMetadata("mlfd-ensemble", this);
    }
}
