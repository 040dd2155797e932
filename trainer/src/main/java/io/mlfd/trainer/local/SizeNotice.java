package io.mlfd.trainer.local;

import io.mlfd.contract.StageKind;
import io.mlfd.plan.Plan;
import io.mlfd.plan.estimate.Bytes;
import io.mlfd.plan.estimate.Estimator;
import io.mlfd.plan.estimate.PlanEstimate;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says before the first stage what the stages of a run will take of this machine, and warns where it has not as much. */
public final class SizeNotice implements DataInspection {
    private static final String WARNING = "warning  ";
    private static final String CACHES = "cache";

    private final MachineMemory machine;
    private final FreeSpace space;
    private final ListedData listed;

    /** @param space of the run's volume */
    public SizeNotice(MachineMemory machine, FreeSpace space, ListedData listed) {
        this.machine = machine;
        this.space = space;
        this.listed = listed;
    }

    @Override
    public void inspect(LocalRun run, RunFolder folder, Consumer<String> lines) {
        Plan plan = run.plan();
        PlanEstimate estimate = new PlanEstimate(plan, new Estimator(listed.counts(run), machine.pixels()));
        int most = run.policy().parallelism();
        lines.accept("memory   " + byKind(estimate) + "; about " + Bytes.text(estimate.atOnce(most)) + " at once, of "
                + Bytes.text(machine.total()));
        estimate.beyondMachine(machine.total(), most, run.device()).forEach(line -> lines.accept(WARNING + line));
        if (estimate.cache() > 0) {
            tellCache(estimate, folder.path(), lines);
        }
    }

    private static String byKind(PlanEstimate estimate) {
        return estimate.byKind().entrySet().stream()
                .filter(kind -> kind.getKey() != StageKind.REPORT)
                .map(kind -> kind.getKey().label() + " " + Bytes.text(kind.getValue()))
                .collect(Collectors.joining(", "));
    }

    private void tellCache(PlanEstimate estimate, Path folder, Consumer<String> lines) {
        long free = space.bytes(folder);
        lines.accept("cache    " + Bytes.text(estimate.cache()) + " of the run's volume, free are " + Bytes.text(free));
        // What an earlier call wrote is not written again.
        estimate.beyondVolume(free + size(folder.resolve(CACHES)), folder.toString())
                .ifPresent(line -> lines.accept(WARNING + line));
    }

    private static long size(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw StorageException.of("cannot read", folder, e);
        } catch (UncheckedIOException e) {
            throw StorageException.of("cannot read", folder, e.getCause());
        }
    }
}
