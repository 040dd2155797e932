package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        description = {
            "Writes a run file for data sets as they lie.",
            "Each DIR is one, of PNG, JPEG, GIF, BMP, TIFF or WebP: train/<class>/* with test/<class>/* or val/<class>/*,"
                    + " in capitals too, a folder deeper, or class folders without a split; a CSV or JSON lines of paths and labels; images"
                    + " with their class in the name; CIFAR's binary version, MNIST's files; tar archives of WebDataset."
        },
        footer = {"", "Example:", "  ./mlfd init data/pets data/flowers data/cars -o mine.yaml"})
final class InitCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of images, at least two.")
    private List<Path> folders;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File to write; it must not exist yet (default: standard output).")
    private Path output;

    InitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<Path> absolute =
                folders.stream().map(surroundings::resolve).distinct().toList();
        if (absolute.size() < 2) {
            throw new CommandException(
                    ExitCode.BAD_ORDER,
                    "DIR: MLFD fuses the experts of at least two data sets; name two or more different folders");
        }
        Path root = commonParent(absolute);
        String fileName = output == null ? "FILE" : output.toString();
        List<FolderSurvey> surveys = survey(root, absolute);
        RunFileDraft draft = new RunFileDraft(name(), root, surveys);
        if (output == null) {
            surroundings.out().print(draft.yaml(fileName));
        } else {
            write(surroundings.resolve(output), draft.yaml(fileName));
            surveys.forEach(survey ->
                    survey.layout().said().ifPresent(said -> surroundings.out().println(survey.path() + ": " + said)));
            surroundings.out().println("wrote " + output + "; to run it:");
            surroundings.out().println("  " + draft.command(fileName));
        }
        surroundings.out().flush();
        return 0;
    }

    private List<FolderSurvey> survey(Path root, List<Path> absolute) {
        return absolute.stream()
                .map(folder -> {
                    try {
                        return FolderSurvey.of(root, folder, Disk.local());
                    } catch (BadInputException e) {
                        throw new CommandException(ExitCode.BAD_INPUT, folder + ": " + e.getMessage());
                    }
                })
                .toList();
    }

    private void write(Path file, String yaml) {
        if (Files.exists(file)) {
            throw new CommandException(
                    ExitCode.STORAGE, output + ": exists already; remove it, or name another file with -o");
        }
        new WholeFiles(Disk.local()).write(file, WholeFiles.Content.of(yaml));
    }

    private String name() {
        String base =
                output == null ? "my-run" : output.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return Labels.of(base, 40, "my-run");
    }

    /** The deepest folder that all the folders lie in; none of them is it itself. */
    private static Path commonParent(List<Path> folders) {
        Path common = folders.get(0).getParent();
        for (Path folder : folders) {
            while (common != null && !(folder.startsWith(common) && !folder.equals(common))) {
                common = common.getParent();
            }
        }
        if (common == null) {
            throw new CommandException(ExitCode.BAD_ORDER, "DIR: / cannot be a data set");
        }
        return common;
    }
}
