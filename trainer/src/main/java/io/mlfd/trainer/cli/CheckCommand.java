package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.check.CheckReport;
import io.mlfd.trainer.check.CheckText;
import io.mlfd.trainer.check.DataCheck;
import io.mlfd.trainer.data.ImageFolderSource;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.data.Selection;
import io.mlfd.trainer.local.CheckProgress;
import io.mlfd.trainer.stage.DataSetSources;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = {
            "Looks into every image of a run's data sets, or of image folders, and trains nothing.",
            "Tells what cannot be used, and what is odd: images that are in train and test, or under two classes, uneven"
                    + " classes, orientations that are not followed. mlfd run does the same before its first stage."
        },
        footer = {
            "",
            "Examples:",
            "  ./mlfd check mine.yaml --data data",
            "  ./mlfd check data/pets data/flowers -o problems.txt"
        })
final class CheckCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "1..*",
            description =
                    "One run file, or image folders: train/<class>/* and test/<class>/*, or as mlfd init knows them.")
    private List<Path> paths;

    @Mixin
    private DataOptions data;

    @Mixin
    private EditOptions edits;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "File for the whole list; it is replaced (default: none is written).")
    private Path output;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Signals signals = new Signals(surroundings.ticker());
        signals.install();
        ImageReading reading = ImageReading.inThisProcess(Disk.local(), Links.ANYWHERE);
        boolean folders = paths.stream().map(surroundings::resolve).anyMatch(Files::isDirectory);
        Checked checked = folders ? folders(reading) : runFile(reading);
        CheckReport report = new DataCheck(
                        surroundings.cores(),
                        () -> signals.count() > 0,
                        new CheckProgress(surroundings.ticker(), this::say))
                .of(checked.folders(), checked.seed());
        tell(new CheckText(report));
        return (report.problems() == 0 ? ExitCode.DONE : ExitCode.BAD_INPUT).status();
    }

    private record Checked(Map<String, ImageFolderSource> folders, long seed) {}

    private Checked runFile(ImageReading reading) {
        if (paths.size() > 1) {
            throw new CommandException(
                    ExitCode.BAD_ORDER,
                    paths.get(1) + ": one run file at a time; there may be several image folders instead");
        }
        RunFiles.Planned planned = new RunFiles(surroundings).read(paths.get(0), edits.edits());
        return new Checked(
                DataSetSources.imageFolders(
                        planned.plan().datasets(), data.folders(planned.run().getSpec(), surroundings), reading),
                planned.plan().stages().get(0).seed());
    }

    private Checked folders(ImageReading reading) {
        Map<String, ImageFolderSource> sources = new LinkedHashMap<>();
        for (Path path : paths) {
            Path folder = surroundings.resolve(path);
            if (!Files.isDirectory(folder) || folder.getParent() == null) {
                throw new CommandException(
                        ExitCode.BAD_INPUT, path + ": is no image folder; name one run file, or folders only");
            }
            RecognisedLayout layout = RecognisedLayout.ofAny(folder, Disk.local());
            layout.said().ifPresent(said -> say("layout   " + path + ": " + said));
            sources.put(
                    path.toString(),
                    new ImageFolderSource(
                            folder.getParent(),
                            folder.getParent().relativize(layout.folder()).toString(),
                            layout.layout(),
                            Selection.ALL,
                            false,
                            reading));
        }
        return new Checked(sources, 0);
    }

    private void tell(CheckText text) {
        text.lines().forEach(this::say);
        Optional<String> list = Optional.ofNullable(output).map(Path::toString);
        if (output != null) {
            new WholeFiles(Disk.local()).write(surroundings.resolve(output), WholeFiles.Content.of(text.list()));
        }
        say(text.summary(list) + (list.isEmpty() && text.isCut() ? "; -o FILE writes the whole list" : ""));
    }

    private void say(String line) {
        surroundings.out().println(line);
        surroundings.out().flush();
    }
}
