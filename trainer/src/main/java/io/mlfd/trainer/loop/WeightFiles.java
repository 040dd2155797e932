package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.storage.WholeFiles.Content;
import java.nio.channels.Channels;
import java.util.Map;

/** Tensors as what a file is to hold. */
public final class WeightFiles {
    private WeightFiles() {}

    /** A safetensors file; the tensors are read when it is written. */
    public static Content content(Map<String, NDArray> tensors, Map<String, String> metadata) {
        return out -> Safetensors.writeTo(Channels.newChannel(out), tensors, metadata);
    }
}
