package io.mlfd.trainer.cli.kubectl;

import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings files of a run to this machine: each whole, with the digest that it has there, or not at all.
 *
 * @param folder of the run, as the pod sees it
 * @param most bytes of one file
 */
record Fetching(PodReader reader, WholeFiles files, String folder, long most, Consumer<String> out) {
    /** @return how many were written */
    int fetch(List<RemoteFile> wanted, Path to) {
        int fetched = 0;
        for (RemoteFile file : wanted) {
            fetched += fetch(file, to.resolve(file.name())) ? 1 : 0;
        }
        return fetched;
    }

    private boolean fetch(RemoteFile file, Path to) {
        String path = folder + "/" + file.path();
        try {
            Optional<String> there = reader.digest(path);
            if (there.isEmpty()) {
                out.accept(file.name() + ": is not on the claim any more (" + file.path() + ")");
                return false;
            }
            if (file.digest().isPresent() && !file.digest().equals(there)) {
                throw new ClusterException(file.path() + ": is not what its stage wrote (SHA-256 " + there.get()
                        + ", status.stages[].weights has " + file.digest().get()
                        + "); run the stage again with kubectl mlfd rerun");
            }
            files.write(to, stream -> {
                DigestingStream digesting = new DigestingStream(stream);
                reader.copy(path, most, digesting);
                if (!digesting.hex().equals(there.get())) {
                    throw new IOException("what arrived is not what is there; try again");
                }
            });
            out.accept(to + "  " + there.get());
            return true;
        } catch (IOException e) {
            throw new ClusterException(file.path() + ": " + e.getMessage());
        }
    }
}
