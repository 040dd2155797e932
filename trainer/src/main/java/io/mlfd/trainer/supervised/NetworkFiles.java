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

/** Networks from what orders and files say of them. */
public final class NetworkFiles {
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
     * @throws BadInputException naming file and tensor, when the file is not this network's
     */
    public static Network load(StoredFiles files, Path file, NetworkSpec network, int classes, NDManager manager) {
        // The seed decides values that are all replaced.
        Network built = Networks.build(shape(network), classes, Scope.root(manager, 0));
        load(files, file, built.state(), manager);
        return built;
    }

    /** What a file says of itself; empty for a file that another program wrote. */
    public static Optional<NetworkMetadata> metadata(StoredFiles files, Path file, NDManager manager) {
        try (NDManager scratch = manager.newSubManager()) {
            return NetworkMetadata.of(
                    file, Safetensors.read(files, file, scratch).metadata());
        } catch (CheckpointException e) {
            throw new BadInputException(e.getMessage());
        }
    }

    /**
     * Fills variables from a file.
     *
     * @return what the file says of itself, empty for a file that another program wrote
     * @throws BadInputException naming file and tensor, when the file does not fit
     */
    public static Optional<NetworkMetadata> load(StoredFiles files, Path file, StateDict state, NDManager manager) {
        try (NDManager scratch = manager.newSubManager()) {
            Safetensors.Contents contents = Safetensors.read(files, file, scratch);
            state.load(contents.tensors());
            return NetworkMetadata.of(file, contents.metadata());
        } catch (StateDictException e) {
            throw new BadInputException(file + ": " + e.getMessage());
        } catch (CheckpointException e) {
            throw new BadInputException(e.getMessage());
        }
    }
}
