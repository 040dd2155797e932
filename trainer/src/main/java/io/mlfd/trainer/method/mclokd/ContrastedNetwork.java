package io.mlfd.trainer.method.mclokd;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.nn.BranchedNetwork;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.util.ArrayList;
import java.util.List;

/** Branches, a head for the embeddings of each and a memory of them. Heads and memories serve the training alone. */
final class ContrastedNetwork {
    private final BranchedNetwork branches;
    private final List<Linear> heads = new ArrayList<>();
    private final List<EmbeddingMemory> memories = new ArrayList<>();
    private final StateDict state;

    /**
     * What the branches make of images.
     *
     * @param logits of every branch, (N, C)
     * @param embeddings of every branch, (N, D), of length 1
     */
    record Outputs(List<NDArray> logits, List<NDArray> embeddings) {
        Outputs {
            logits = List.copyOf(logits);
            embeddings = List.copyOf(embeddings);
        }
    }

    /**
     * @param images in the train split
     * @param batchSize the most images of a batch
     * @param scope a new one, which gets nothing but this network
     */
    ContrastedNetwork(TrainContrastedBranches work, int classes, int images, int batchSize, Scope scope) {
        NetworkShape shape = NetworkFiles.shape(work.dataset().network());
        branches = Networks.branched(shape, classes, work.sharedStages(), work.branches(), scope);
        int size = work.contrast().embeddingSize();
        for (int branch = 0; branch < work.branches(); branch++) {
            Scope own = scope.child("embeddings").child(Integer.toString(branch));
            heads.add(new Linear(own.child("fc"), shape.embeddingLength(), size));
            memories.add(new EmbeddingMemory(own, images, batchSize, size));
        }
        state = scope.state();
    }

    /** For training. {@code images}: (N, 3, S, S), normalised */
    Outputs forward(NDArray images) {
        List<NDArray> logits = new ArrayList<>();
        List<NDArray> embeddings = new ArrayList<>();
        for (NetworkOutput output : branches.forward(images, Mode.TRAIN)) {
            Linear head = heads.get(embeddings.size());
            embeddings.add(
                    Functional.normalizeSamples(head.forward(output.embedding(), Mode.TRAIN), EmbeddingMemory.EPSILON));
            logits.add(output.logits());
        }
        return new Outputs(logits, embeddings);
    }

    /** Of every branch, (N, C), as they are used. {@code images}: (N, 3, S, S), normalised */
    List<NDArray> logits(NDArray images) {
        return branches.forward(images, Mode.EVAL).stream()
                .map(NetworkOutput::logits)
                .toList();
    }

    /** Each branch as a network on its own. */
    List<Network> branches() {
        return branches.branches();
    }

    /** One a branch. */
    List<EmbeddingMemory> memories() {
        return List.copyOf(memories);
    }

    /** Everything once: {@code shared}, {@code branches.0} and so on, {@code embeddings.0} and so on. */
    StateDict state() {
        return state;
    }
}
