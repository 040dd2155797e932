package io.mlfd.trainer.stage;

import io.mlfd.contract.ControlCharacters;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.GivenFile;
import io.mlfd.contract.PackedScores;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageReport.Seconds;
import io.mlfd.contract.StageReport.Weights;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.plan.estimate.Bytes;
import io.mlfd.plan.estimate.ImageCount;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.DataSetContents;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Workers;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Checkpoints;
import io.mlfd.trainer.storage.Manifest;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One order being carried out. */
final class StageExecution {
    private static final double NANOS = 1e9;

    private final StageOrder order;
    private final Heartbeat stop;
    private final StagePrograms programs;
    private final StageEnvironment environment;
    private final WholeFiles files;

    private Optional<String> contentKey = Optional.empty();
    private Optional<StageFolder> opened = Optional.empty();
    private Optional<StageContext> begun = Optional.empty();

    StageExecution(
            StageOrder order, StopSignal stop, StagePrograms programs, StageEnvironment environment, WholeFiles files) {
        this.order = order;
        this.stop = new Heartbeat(stop);
        this.programs = programs;
        this.environment = environment;
        this.files = files;
    }

    /** Empty as long as it is not known. */
    Optional<String> contentKey() {
        return contentKey;
    }

    /** The checkpoint that this attempt wrote last or went on from, for a stage that ends without a result. */
    Optional<StageReport.Checkpoint> checkpoint() {
        return opened.flatMap(folder -> folder.checkpoints().known()).map(Checkpoints.Checkpoint::reported);
    }

    /** Of the process that computes here; empty before images are loaded, and where a GPU holds most of what is computed. */
    Optional<StageMemory> memory() {
        return begun.filter(context -> context.engine().accelerator().isEmpty()).map(context -> {
            Map<String, ImageCount> images = new LinkedHashMap<>();
            context.data()
                    .forEach((name, set) -> images.put(
                            name,
                            new ImageCount(
                                    set.train().count(),
                                    set.validation().map(DataSetImages::count).orElse(0),
                                    set.test().count(),
                                    set.train().classNames().size())));
            return new StageMemory(order, images, halfOfTheHeap(), environment.memory());
        });
    }

    StageReport run() {
        OrderRules.check(order);
        stop.check();
        DataSets dataSets = dataSets();
        List<FinishedStage> inputs = new StageInputs(runFolder(), files.stored(), this::say).of(order);
        Map<String, DataSetContents> contents = dataSets.contents();
        Origin origin = origin(contents, inputs);
        contentKey = Optional.of(origin.contentKey());
        StageFolder folder = StageFolder.open(runFolder(), relativeFolder(), files, this::say);
        opened = Optional.of(folder);
        FolderProgress progress =
                new FolderProgress(order.stage(), folder, environment.ticker(), environment.console());
        stop.showsIn(progress);
        if (files.stored().isFile(folder.file(VolumeLayout.PROBLEMS))) {
            files.delete(folder.file(VolumeLayout.PROBLEMS));
        }
        refuseChanges(folder, origin, contents);
        Optional<StageReport> done = reused(folder, origin);
        if (done.isPresent()) {
            return done.get();
        }
        try (Workers workers = Workers.of(order.threads(), environment.ticker())) {
            StageContext context = context(folder, inputs, load(dataSets, workers), progress);
            begun = Optional.of(context);
            folder.write(Origin.FILE, StageFolder.json(origin));
            new DataFiles(folder).write(contents);
            StageReport report = finish(context, programs.of(order.work()).run(context));
            workers.waited()
                    .ifPresent(time -> say(String.format(
                            Locale.ROOT,
                            "waited %.1f s of %.1f s for images that were not ready",
                            seconds(time),
                            seconds(environment.ticker().elapsed()))));
            return report;
        } catch (BadInputException e) {
            // Whoever tries again looks into the files and not into what was known of them.
            dataSets.forget();
            throw e;
        }
    }

    /**
     * Leaves what is wrong with the data in the stage's folder.
     *
     * @return the file, below the run's folder
     * @throws StorageException when it cannot be written
     */
    String leave(List<String> problems) {
        StageFolder.open(runFolder(), relativeFolder(), files, this::say)
                .write(VolumeLayout.PROBLEMS, WholeFiles.Content.of(String.join("\n", problems) + "\n"));
        return relativeFolder() + "/" + VolumeLayout.PROBLEMS;
    }

    Optional<StageReport> finished() {
        OrderRules.check(order);
        Path folder = StageFolder.inside(runFolder(), relativeFolder());
        if (!(Manifest.read(folder, files.stored()) instanceof Manifest.Complete complete)) {
            return Optional.empty();
        }
        Origin origin =
                origin(dataSets().contents(), new StageInputs(runFolder(), files.stored(), this::say).of(order));
        if (!complete.manifest().contentKey().equals(origin.contentKey())) {
            return Optional.empty();
        }
        contentKey = Optional.of(origin.contentKey());
        return Optional.of(report(
                FinishedStage.read(
                                files.stored(), folder, order.stage(), order.planKey(), complete.manifest(), this::say)
                        .result(),
                true,
                Optional.empty(),
                Optional.empty()));
    }

    private Path runFolder() {
        return Path.of(order.places().run());
    }

    private String relativeFolder() {
        return VolumeLayout.stageFolder(order.stage(), order.planKey());
    }

    private Origin origin(Map<String, DataSetContents> contents, List<FinishedStage> inputs) {
        Map<String, String> data = new LinkedHashMap<>();
        contents.forEach((name, images) -> data.put(name, images.fingerprint()));
        for (GivenFile file : order.work().files()) {
            data.put(
                    file.path(), new GivenCheckpoint(order, files.stored().disk()).digest(file.dataset(), file.path()));
        }
        Map<String, String> keys = new LinkedHashMap<>();
        inputs.forEach(input -> keys.put(input.result().stage(), input.result().contentKey()));
        return new Origin(order.planKey(), data, keys);
    }

    /** One plan key, two contents: data changed under the run, and what is there must be neither mixed nor overwritten. */
    private void refuseChanges(StageFolder folder, Origin origin, Map<String, DataSetContents> contents) {
        Optional<Origin> before = Origin.read(folder.path(), files.stored(), this::say);
        boolean holdsWork = !(folder.read() instanceof Manifest.Incomplete)
                || folder.checkpoints().any();
        if (holdsWork && before.isPresent() && !before.get().contentKey().equals(origin.contentKey())) {
            if (folder.madeFrom().equals(contentKey)) {
                say(folder.file(Origin.FILE) + ": is not what was written, " + Origin.REWRITTEN);
                return;
            }
            Map<String, DataSetContents> changed = new LinkedHashMap<>(contents);
            changed.entrySet().removeIf(set -> set.getValue()
                    .fingerprint()
                    .equals(before.get().data().get(set.getKey())));
            throw new BadInputException(origin.changesSince(before.get()) + " changed since " + order.stage() + " began"
                    + new DataFiles(folder).changes(changed)
                    + "; put back what was there and go on, or train anew: --fresh or --out DIR on one machine,"
                    + " a run of another name on a cluster (" + folder.path() + ")");
        }
    }

    private Optional<StageReport> reused(StageFolder folder, Origin origin) {
        Manifest.Reading reading = folder.read();
        if (reading instanceof Manifest.Complete complete
                && complete.manifest().contentKey().equals(origin.contentKey())) {
            StageResult result = FinishedStage.read(
                            files.stored(),
                            folder.path(),
                            order.stage(),
                            order.planKey(),
                            complete.manifest(),
                            this::say)
                    .result();
            return Optional.of(report(result, true, Optional.empty(), Optional.empty()));
        }
        if (reading instanceof Manifest.Damaged damaged) {
            say(damaged.problem() + "; the stage is finished again from its newest checkpoint");
            folder.reopen();
        }
        return Optional.empty();
    }

    private DataSets dataSets() {
        ImageReading reading = ImageReading.inThisProcess(files.stored().disk(), environment.links());
        return DataSets.of(order, reading, new DataRecords(runFolder(), files, this::say), environment.clock(), stop);
    }

    private Map<String, LoadedDataSet> load(DataSets dataSets, Workers workers) {
        if (order.work().imageSize().isEmpty()) {
            return Map.of();
        }
        Map<String, LoadedDataSet> loaded =
                dataSets.load(order.work().imageSize().getAsInt(), halfOfTheHeap(), workers);
        loaded.forEach((name, set) -> {
            set.skipped()
                    .forEach(image -> say("data set " + name + ": left out, it cannot be decoded: "
                            + ControlCharacters.escaped(image)));
            if (set.pixelBytes() == 0) {
                say("data set " + name + ": its images do not fit into half of the heap, "
                        + Bytes.text(halfOfTheHeap()) + " for all data sets: they are read ahead of the step, threads: "
                        + order.threads());
            }
        });
        return loaded;
    }

    /** For pixels: the rest is for batches, results and the JVM's own needs. */
    private static long halfOfTheHeap() {
        return Runtime.getRuntime().maxMemory() / 2;
    }

    private StageContext context(
            StageFolder folder, List<FinishedStage> inputs, Map<String, LoadedDataSet> data, FolderProgress progress) {
        return new StageContext(
                order,
                runFolder(),
                folder,
                contentKey.orElseThrow(),
                inputs,
                data,
                stop,
                environment.clock(),
                environment.ticker(),
                progress,
                new StageEngine(order, progress));
    }

    private StageReport finish(StageContext context, StageOutcome outcome) {
        StageFolder folder = context.folder();
        StageResult result = new ResultAssembly(context, environment).result(outcome);
        folder.write(VolumeLayout.RESULT, StageFolder.json(result));
        List<String> names = new ArrayList<>(List.of(Origin.FILE, VolumeLayout.RESULT));
        outcome.weights().forEach(weights -> names.add(weights.file()));
        if (folder.stored().exists(folder.file(VolumeLayout.METRICS))) {
            names.add(VolumeLayout.METRICS);
        }
        folder.finish(result.contentKey(), names);
        return report(result, false, outcome.checkpoint(), outcome.firstStep());
    }

    private StageReport report(
            StageResult result,
            boolean reused,
            Optional<StageReport.Checkpoint> checkpoint,
            Optional<Duration> firstStep) {
        List<Weights> weights = result.weights().stream()
                .filter(file -> file.selection() == Selection.LAST)
                .map(file -> new Weights(file.output(), file.digest()))
                .toList();
        List<Score> repeated = ofStage(result, false);
        return new StageReport(
                StageReport.VERSION,
                order.stage(),
                order.attempt(),
                ExitCode.DONE.status(),
                contentKey,
                reused,
                ofStage(result, true),
                repeated.isEmpty() ? Optional.empty() : Optional.of(PackedScores.pack(repeated)),
                weights,
                checkpoint,
                new Seconds(
                        firstStep.map(StageExecution::seconds),
                        seconds(environment.ticker().elapsed())),
                reused ? "finished before, every digest holds" : "done");
    }

    private static List<Score> ofStage(StageResult result, boolean own) {
        return result.scores().stream()
                .filter(score -> score.stage().equals(result.stage()) == own)
                .toList();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }

    private void say(String line) {
        environment.console().accept(order.stage() + ": " + line);
    }
}
