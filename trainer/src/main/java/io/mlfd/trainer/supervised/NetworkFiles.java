package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.checkpoint.CheckpointException;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.nn.StateDictException;
import io.mlfd.trainer.stage.BadOrderException;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Networks from what orders and files say of them. */
public final class NetworkFiles {
    private static final Pattern STATISTICS = Pattern.compile(".*\\.running_(mean|var)");

    private NetworkFiles() {}

    /** @throws BadOrderException when there is no such network */
    public static NetworkShape shape(NetworkSpec network) {
        try {
            return NetworkShapes.of(network);
        } catch (IllegalArgumentException e) {
            throw new BadOrderException("order: " + e.getMessage(), e);
        }
    }

    /**
     * Builds a network and fills it from a file.
     *
     * @param manager holds the variables until it is closed
     * @throws BadOrderException when there is no such network
     * @throws CheckpointException when the file is missing, truncated or not safetensors
     * @throws BadInputException naming file and tensor, when the file is not this network's
     */
    public static Network load(StoredFiles files, Path file, NetworkSpec network, int classes, NDManager manager) {
        return load(files, file, shape(network), classes, manager);
    }

    /** The same of a network whose shape is known. */
    public static Network load(StoredFiles files, Path file, NetworkShape shape, int classes, NDManager manager) {
        // The seed decides values that are all replaced.
        Network built = Networks.build(shape, classes, Scope.root(manager, 0));
        load(files, file, built.state(), manager);
        return built;
    }

    /**
     * What a file says of itself; empty for a file that another program wrote. Its tensors are not read.
     *
     * @throws CheckpointException when the file is missing, truncated or not safetensors
     * @throws BadInputException when what it says cannot be used
     */
    public static Optional<NetworkMetadata> metadata(StoredFiles files, Path file) {
        return NetworkMetadata.of(file, Safetensors.readMetadata(files, file));
    }

    /**
     * How many parameters a file holds: what a network has learned, without the running statistics of its batch
     * normalisation.
     *
     * @throws CheckpointException when the file is missing, truncated or not safetensors
     */
    public static long parameterCount(StoredFiles files, Path file) {
        return Safetensors.readShapes(files, file).entrySet().stream()
                .filter(tensor -> !STATISTICS.matcher(tensor.getKey()).matches())
                .mapToLong(tensor -> tensor.getValue().size())
                .sum();
    }

    /**
     * Fills variables from a file that holds these and no others.
     *
     * @throws CheckpointException when the file is missing, truncated or not safetensors
     * @throws BadInputException naming file and tensor, when the file does not fit
     */
    public static void load(StoredFiles files, Path file, StateDict state, NDManager manager) {
        fill(files, file, state, manager, name -> true);
    }

    /** The same of those tensors of a file that have certain names. */
    static void load(StoredFiles files, Path file, StateDict state, Predicate<String> names, NDManager manager) {
        fill(files, file, state, manager, names);
    }

    /** The same from a file that may hold more, which is passed over. */
    public static void loadPart(StoredFiles files, Path file, StateDict state, NDManager manager) {
        fill(files, file, state, manager, state.variables()::containsKey);
    }

    private static void fill(
            StoredFiles files, Path file, StateDict state, NDManager manager, Predicate<String> names) {
        try (NDManager scratch = manager.newSubManager()) {
            state.load(Safetensors.read(files, file, scratch, names).tensors());
        } catch (StateDictException e) {
            throw new BadInputException(file + ": " + e.getMessage());
        }
    }
}
