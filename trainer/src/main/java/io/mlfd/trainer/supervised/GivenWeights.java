package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.contract.SingleDatasetWork;
import io.mlfd.trainer.checkpoint.CheckpointException;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.nn.Variable;
import io.mlfd.trainer.stage.GivenCheckpoint;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Weights in a user's file, by name as torchvision and timm have them. Whether they are a network's is told by the file's
 * header, before a tensor is read: all that is missing, too much or of another shape, as many as a line holds.
 */
final class GivenWeights {
    /** In batch normalisation, without effect at a fixed momentum. */
    private static final String BATCH_COUNTER = "num_batches_tracked";

    private static final int SHOWN = 6;
    private static final int LONGEST_NAME = 80;

    private final StoredFiles files;
    private final Path file;

    /** @param file below the data root */
    GivenWeights(StoredFiles files, Path file) {
        this.files = files;
        this.file = file;
    }

    /**
     * Weights below the data root that a training starts from. What they say of the images that they are for is told, where the
     * training has others.
     */
    static GivenWeights start(StageContext context, SingleDatasetWork work, String path) {
        String dataset = work.dataset().name();
        Path file =
                new GivenCheckpoint(context.order(), context.folder().stored().disk()).locate(dataset, path);
        GivenWeights weights = new GivenWeights(context.folder().stored(), file);
        StatedUse says = weights.stated();
        if (says.inputSize().isPresent() && says.inputSize().getAsInt() != work.inputSize()) {
            context.progress()
                    .say(file + ": is for images of " + says.inputSize().getAsInt()
                            + " pixels; the training that starts from it has images of " + work.inputSize());
        }
        return weights;
    }

    /**
     * What the file says of its use.
     *
     * @throws CheckpointException when it is no safetensors file
     * @throws BadInputException when what it says cannot be used
     */
    StatedUse stated() {
        return StatedUse.of(file, Safetensors.readMetadata(files, file));
    }

    /**
     * Fills a network, which must be the whole of the file.
     *
     * @throws CheckpointException when it is no safetensors file
     * @throws BadInputException naming the file and what differs
     */
    void load(Network network, NDManager manager) {
        fill(network, network.state(), name -> true, manager);
    }

    /**
     * Fills a network but for its classifier, which stays what it is whatever the file has in its place.
     *
     * @throws CheckpointException when it is no safetensors file
     * @throws BadInputException naming the file and what differs
     */
    void loadWithoutClassifier(Network network, NDManager manager) {
        Set<String> classifier = new HashSet<>(network.state().variables().keySet());
        classifier.removeAll(network.extractor().variables().keySet());
        fill(network, network.extractor(), name -> !classifier.contains(name), manager);
    }

    private void fill(Network network, StateDict state, Predicate<String> names, NDManager manager) {
        List<String> differences = differences(state, names);
        if (differences.size() == 1) {
            throw new BadInputException(file + ": " + differences.get(0));
        }
        if (!differences.isEmpty()) {
            String more = differences.size() > SHOWN ? "; and " + (differences.size() - SHOWN) + " more" : "";
            throw new BadInputException(file + ": is not " + network.shape().label() + ", " + differences.size()
                    + " tensors differ: "
                    + String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size()))) + more);
        }
        NetworkFiles.load(files, file, state, names, manager);
    }

    private List<String> differences(StateDict state, Predicate<String> names) {
        Map<String, Shape> found = Safetensors.readShapes(files, file);
        List<String> differences = new ArrayList<>();
        state.variables().forEach((name, variable) -> differ(name, variable, found, differences));
        found.keySet().stream()
                .filter(names)
                .filter(name -> !state.variables().containsKey(name) && !isBatchCounter(name))
                .forEach(name -> differences.add("tensor " + brief(name) + ": unexpected"));
        return differences;
    }

    private static void differ(String name, Variable variable, Map<String, Shape> found, List<String> differences) {
        Shape shape = found.get(name);
        if (shape == null) {
            differences.add("tensor " + name + ": missing, needed with shape " + variable.shape());
        } else if (!shape.equals(variable.shape())) {
            differences.add("tensor " + name + ": has shape " + shape + ", needed is " + variable.shape());
        }
    }

    private static boolean isBatchCounter(String name) {
        return name.equals(BATCH_COUNTER) || name.endsWith("." + BATCH_COUNTER);
    }

    private static String brief(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }
}
