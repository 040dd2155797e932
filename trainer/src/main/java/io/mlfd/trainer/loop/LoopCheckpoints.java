package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.VersionedJson.Reading;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.checkpoint.CheckpointException;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.nn.StateDictException;
import io.mlfd.trainer.optim.OptimizerStateException;
import io.mlfd.trainer.storage.Checkpoints.Checkpoint;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.storage.WholeFiles.Content;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Between a training in memory and its checkpoints on the volume. */
final class LoopCheckpoints {
    static final String OPTIMIZER = "optimizer.safetensors";
    static final String BEST = "best.safetensors";
    static final String AVERAGE = "average.safetensors";
    static final String STATE = "state.json";

    private final LoopHost host;
    private final Learner learner;
    private final Optimisers optimisers;
    private final ChosenWeights chosen;
    private final BestWeights best;

    LoopCheckpoints(LoopHost host, Learner learner, Optimisers optimisers, ChosenWeights chosen, BestWeights best) {
        this.host = host;
        this.learner = learner;
        this.optimisers = optimisers;
        this.chosen = chosen;
        this.best = best;
    }

    /** The copy of the best weights, part of every checkpoint once there is one. */
    BestWeights best() {
        return best;
    }

    /** The weights that are evaluated and left as files. */
    ChosenWeights chosen() {
        return chosen;
    }

    /** Puts the weights that are left as files in the place of those that were trained. */
    void takeLast() {
        chosen.take();
    }

    /** Puts the best weights in the place of the last, where an epoch was chosen. */
    void takeBest() {
        if (!best.tensors().isEmpty()) {
            learner.state().load(best.tensors());
        }
    }

    /** Writes everything that going on takes. {@code scratch} holds what has to be copied for it. */
    Checkpoint save(TrainingState state, NDManager scratch) {
        Map<String, Content> contents = new LinkedHashMap<>();
        contents.put(VolumeLayout.MODEL, Safetensors.content(learner.state().tensors(), metadata()));
        contents.put(OPTIMIZER, Safetensors.content(optimisers.state(scratch), Map.of()));
        if (state.best().isPresent()) {
            contents.put(BEST, Safetensors.content(best.tensors(), metadata()));
        }
        chosen.state().ifPresent(average -> contents.put(AVERAGE, Safetensors.content(average, metadata())));
        contents.put(STATE, StageFolder.json(state));
        return host.folder().checkpoints().write(state.step(), host.contentKey(), contents);
    }

    /** Where a learner has one network, its checkpoints say what its weights say; of several, none speaks for all. */
    private Map<String, String> metadata() {
        List<Artifact> artifacts = learner.artifacts();
        return artifacts.size() == 1 ? artifacts.get(0).metadata() : Map.of();
    }

    /** What {@link #restore} went on from. */
    record Restored(TrainingState state, Checkpoint checkpoint) {}

    /**
     * Goes back to the newest checkpoint that can be used. Those that cannot are set aside.
     *
     * @throws BadInputException when the newest was made from other data or inputs
     * @throws StorageException when one cannot be read now; it stays where it is
     */
    Optional<Restored> restore(NDManager scratch) {
        while (true) {
            Optional<Checkpoint> newest = host.folder().checkpoints().newest();
            if (newest.isEmpty()) {
                return Optional.empty();
            }
            Checkpoint checkpoint = newest.get();
            if (!checkpoint.manifest().contentKey().equals(host.contentKey())) {
                throw new BadInputException(checkpoint.folder()
                        + ": was made from other data or inputs; restore them, or remove the folder to train anew");
            }
            try {
                return Optional.of(new Restored(load(checkpoint, scratch), checkpoint));
            } catch (CheckpointException | StateDictException | OptimizerStateException e) {
                host.folder().checkpoints().reject(checkpoint, checkpoint.folder() + ": " + e.getMessage());
            }
        }
    }

    private TrainingState load(Checkpoint checkpoint, NDManager scratch) {
        Reading<TrainingState> reading = TrainingState.STORED.read(host.folder().stored(), checkpoint.file(STATE));
        // A field that is not known is state that would be lost.
        TrainingState state =
                reading.exact().orElseThrow(() -> new CheckpointException(checkpoint.file(STATE), reading.problem()));
        if (state.step() != checkpoint.step() || state.stepsPerEpoch() != learner.stepsPerEpoch()) {
            throw new CheckpointException(
                    checkpoint.file(STATE),
                    "is of step " + state.step() + " and " + state.stepsPerEpoch() + " steps an epoch, needed are "
                            + checkpoint.step() + " and " + learner.stepsPerEpoch());
        }
        Map<String, NDArray> model = tensors(checkpoint, VolumeLayout.MODEL, scratch);
        Map<String, NDArray> moments = tensors(checkpoint, OPTIMIZER, scratch);
        Map<String, NDArray> selected = state.best().isPresent() ? tensors(checkpoint, BEST, scratch) : Map.of();
        Optional<Map<String, NDArray>> average = chosen.state().map(any -> tensors(checkpoint, AVERAGE, scratch));
        // Everything is looked at before anything is taken: a checkpoint that is set aside must not leave its half
        // behind.
        learner.state().check(model);
        optimisers.check(moments, scratch);
        if (state.best().isPresent()) {
            learner.state().check(selected);
        }
        average.ifPresent(learner.state()::check);
        learner.state().load(model);
        optimisers.load(moments, scratch);
        average.ifPresent(chosen::load);
        best.load(selected);
        return state;
    }

    private Map<String, NDArray> tensors(Checkpoint checkpoint, String name, NDManager scratch) {
        return Safetensors.read(host.folder().stored(), checkpoint.file(name), scratch)
                .tensors();
    }
}
