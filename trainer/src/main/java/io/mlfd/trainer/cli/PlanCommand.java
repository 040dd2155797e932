package io.mlfd.trainer.cli;

import io.mlfd.plan.Plan;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.estimate.Estimator;
import io.mlfd.plan.estimate.ImageCount;
import io.mlfd.plan.estimate.PlanEstimate;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.local.CoreAllocation;
import io.mlfd.trainer.stage.ImageCounts;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = {
            "Shows the stages that a run file becomes and what they take, without running anything.",
            "Memory is that of a stage's own process on the CPU, an estimate; room for caches is exact."
        },
        footer = {"", "Example:", "  ./mlfd plan manifests/samples/quickstart.yaml -o mermaid"})
final class PlanCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", description = "Run file.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "One of: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Stages at once (default: spec.parallelism, as far as the cores carry it).")
    private Integer parallelism;

    @Mixin
    private EditOptions edits;

    /** As typed, so in lower case. */
    @SuppressWarnings("java:S115")
    enum Format {
        table,
        json,
        mermaid
    }

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        RunFiles.Planned planned = new RunFiles(surroundings).read(file, edits.edits());
        PlanText text = new PlanText(planned.plan());
        surroundings
                .out()
                .print(
                        switch (format) {
                            case table -> text.table() + "\n" + sizes(planned);
                            case json -> text.json();
                            case mermaid -> text.mermaid();
                        });
        surroundings.out().flush();
        return 0;
    }

    private String sizes(RunFiles.Planned planned) {
        Plan plan = planned.plan();
        Map<String, Path> roots = data.given() ? data.folders(planned.run().getSpec(), surroundings) : Map.of();
        Map<String, ImageCount> counts = ImageCounts.of(
                plan.datasets(),
                roots,
                ImageReading.inThisProcess(Disk.local(), Links.ANYWHERE),
                plan.stages().get(0).seed(),
                StopSignal.never());
        int stages = new CoreAllocation(
                        surroundings.cores(), OptionalInt.empty(), RunCommand.count("--parallelism", parallelism))
                .parallelism(plan, RunPolicy.of(planned.run().getSpec()));
        Path volume = existing(surroundings.resolve(Path.of("runs", plan.run())));
        SizeText.Room room = new SizeText.Room(
                surroundings.memory().total(), stages, FreeSpace.ofFileSystem().bytes(volume), "runs/" + plan.run());
        return new SizeText(
                        plan,
                        new PlanEstimate(
                                plan,
                                new Estimator(counts, surroundings.memory().pixels())))
                .text(room, counts.keySet());
    }

    /** The folder, or the nearest above it that is there. */
    private static Path existing(Path folder) {
        Path found = folder;
        while (!Files.exists(found)) {
            found = found.getParent();
        }
        return found;
    }
}
