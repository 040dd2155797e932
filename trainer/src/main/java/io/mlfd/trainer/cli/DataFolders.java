package io.mlfd.trainer.cli;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.contract.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which folder takes the place of which claim. */
final class DataFolders {
    private final Optional<Path> data;
    private final Map<String, Path> claims;

    /**
     * @param data folder for every data set whose claim has none of its own
     * @param claims folders by name of claim
     */
    DataFolders(Optional<Path> data, Map<String, Path> claims) {
        this.data = data;
        this.claims = Map.copyOf(claims);
    }

    /**
     * Per data set the folder below which its paths lie; none for data sets that read nothing.
     *
     * @throws CommandException naming what is missing
     */
    Map<String, Path> of(MLFDRunSpec spec) {
        data.ifPresent(folder -> mustBeFolder("--data", folder));
        claims.forEach((name, folder) -> mustBeFolder("--claim " + name, folder));
        Map<String, Path> folders = new HashMap<>();
        Set<String> used = new TreeSet<>();
        List<Dataset> datasets = spec.datasets();
        for (int i = 0; i < datasets.size(); i++) {
            Dataset dataset = datasets.get(i);
            Optional<String> claim = claim(spec, dataset);
            claim.ifPresent(used::add);
            if (reads(dataset)) {
                folders.put(dataset.name(), folder(i, dataset, claim));
            }
        }
        claims.keySet().stream()
                .filter(name -> !used.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new CommandException(
                            ExitCode.BAD_ORDER,
                            "--claim " + name + ": no data set reads from this claim; there are "
                                    + String.join(", ", used));
                });
        return folders;
    }

    private static boolean reads(Dataset dataset) {
        return dataset.source().imageFolder() != null || given(dataset).isPresent();
    }

    /** The field of a file that the user gives, empty without one. */
    private static Optional<String> given(Dataset dataset) {
        Optional<Dataset.Teacher> teacher = Optional.ofNullable(dataset.teacher());
        return teacher.map(Dataset.Teacher::checkpoint)
                .map(any -> "teacher.checkpoint")
                .or(() -> teacher.map(Dataset.Teacher::init).map(any -> "teacher.init"));
    }

    private static Optional<String> claim(MLFDRunSpec spec, Dataset dataset) {
        return Optional.ofNullable(dataset.source().claimName())
                .or(() -> Optional.ofNullable(spec.data()).map(MLFDRunSpec.DataVolume::claimName));
    }

    private Path folder(int index, Dataset dataset, Optional<String> claim) {
        boolean images = dataset.source().imageFolder() != null;
        Path folder = claim.map(claims::get)
                .or(() -> data)
                .orElseThrow(() -> new CommandException(
                        ExitCode.BAD_ORDER,
                        "spec.datasets[" + index + "]."
                                + (images ? "source" : given(dataset).orElseThrow()) + ": data set "
                                + dataset.name() + (images ? " is read from a folder" : " has a given expert")
                                + "; add --data DIR, the folder that its path lies in"));
        if (images) {
            Path path = folder.resolve(dataset.source().imageFolder().path());
            if (!Files.isDirectory(path)) {
                throw new CommandException(
                        ExitCode.BAD_INPUT,
                        "spec.datasets[" + index + "].source.imageFolder.path: there is no folder " + path
                                + "; correct the path, or name the folder it lies in with --data DIR");
            }
        }
        return folder;
    }

    private static void mustBeFolder(String option, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CommandException(ExitCode.BAD_INPUT, option + ": there is no folder " + folder);
        }
    }
}
