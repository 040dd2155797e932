package io.mlfd.trainer.cli;

import io.mlfd.api.MLFDRunSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the data of a run lie on this machine; the same for every command that reads them. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that the paths of the data sets lie in; takes the place of their claims.")
    private Path data;

    @Option(
            names = "--claim",
            paramLabel = "NAME=DIR",
            description = "Folder that takes the place of one claim. May be repeated.")
    private Map<String, Path> claims = new HashMap<>();

    /** Whether anything was said of where data lie. */
    boolean given() {
        return data != null || !claims.isEmpty();
    }

    /** As {@link DataFolders#of}. */
    Map<String, Path> folders(MLFDRunSpec spec, Surroundings surroundings) {
        Map<String, Path> claimFolders = new HashMap<>();
        claims.forEach((name, path) -> claimFolders.put(name, surroundings.resolve(path)));
        return new DataFolders(Optional.ofNullable(data).map(surroundings::resolve), claimFolders).of(spec);
    }
}
