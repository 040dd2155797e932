package io.mlfd.plan.estimate;

import io.fabric8.kubernetes.api.model.Quantity;
import io.mlfd.api.DeviceChoice;
import io.mlfd.contract.CacheRow;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.StageKind;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Quantities;
import io.mlfd.plan.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the stages of a plan take, and where there is not as much. */
public final class PlanEstimate {
    private static final int NAMED = 3;

    private final Plan plan;
    private final Estimator estimator;
    private final Map<String, Estimate> estimates = new LinkedHashMap<>();

    public PlanEstimate(Plan plan, Estimator estimator) {
        this.plan = plan;
        this.estimator = estimator;
        plan.stages().forEach(stage -> estimates.put(stage.name(), estimator.of(stage.work())));
    }

    /** Of a stage of the plan. */
    public Estimate of(Stage stage) {
        return estimates.get(stage.name());
    }

    private record Kept(long seed, String dataset, CacheRow row) {}

    /** Bytes of all caches, each once: stages of one data set and one seed share theirs. */
    public long cache() {
        Map<Kept, Long> caches = new HashMap<>();
        for (Stage stage : plan.stages()) {
            for (DatasetWork dataset : stage.work().reads()) {
                estimator
                        .caches(stage.work(), dataset)
                        .forEach((row, bytes) -> caches.put(new Kept(stage.seed(), dataset.name(), row), bytes));
            }
        }
        return caches.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The most memory that a stage of each kind takes, in bytes; kinds in their order. */
    public Map<StageKind, Long> byKind() {
        Map<StageKind, Long> most = new EnumMap<>(StageKind.class);
        plan.stages().forEach(stage -> most.merge(stage.kind(), of(stage).memory(), Math::max));
        return most;
    }

    /** The most memory that stages take at once, in bytes. {@code most}: how many are under way beside each other */
    public long atOnce(int most) {
        AtOnce all = new AtOnce(plan, estimates);
        return all.memory(all.heaviest(most));
    }

    /**
     * Why stages do not fit a machine, a line each with what to do about it; empty where they do.
     *
     * @param memory of the machine, in bytes
     * @param most how many stages are under way beside each other
     * @param device what all stages compute on, where the command line says so
     */
    public List<String> beyondMachine(long memory, int most, Optional<DeviceChoice> device) {
        Map<String, Estimate> onCpu = new LinkedHashMap<>(estimates);
        plan.stages().stream()
                .filter(stage -> device.or(stage::device).equals(Optional.of(DeviceChoice.CUDA)))
                .forEach(stage -> onCpu.remove(stage.name()));
        List<Stage> tooLarge = plan.stages().stream()
                .filter(stage -> onCpu.containsKey(stage.name()) && of(stage).memory() > memory)
                .toList();
        if (!tooLarge.isEmpty()) {
            return grouped(tooLarge, stage -> "this machine has " + Bytes.text(memory) + "; " + smaller(stage, memory));
        }
        AtOnce all = new AtOnce(plan, onCpu);
        List<Stage> heaviest = all.heaviest(most);
        if (all.memory(heaviest) <= memory) {
            return List.of();
        }
        int fitting = most;
        while (fitting > 1 && all.memory(all.heaviest(fitting)) > memory) {
            fitting--;
        }
        return List.of(names(heaviest) + " at once take about " + Bytes.text(all.memory(heaviest))
                + " of memory, this machine has " + Bytes.text(memory) + "; use --parallelism " + fitting
                + ", or lower spec.training.batchSize");
    }

    /** As {@link #beyondMachine} for the memory limits that the run file gives to pods. */
    public List<String> beyondPods() {
        List<Stage> tooLarge = plan.stages().stream()
                .filter(stage -> !stage.device().equals(Optional.of(DeviceChoice.CUDA)))
                .filter(stage ->
                        limit(stage).filter(limit -> of(stage).memory() > limit).isPresent())
                .toList();
        return grouped(
                tooLarge,
                stage -> "the memory limit of its pod is "
                        + Bytes.text(limit(stage).orElseThrow()) + "; raise limits.memory of its pod.resources, or "
                        + smaller(stage, limit(stage).orElseThrow()));
    }

    private static Optional<Long> limit(Stage stage) {
        return Optional.ofNullable(stage.pod().resources().limits().get("memory"))
                .map(said -> Quantity.getAmountInBytes(Quantities.of(said)).longValue());
    }

    /** A line for the heaviest of each kind: networks of one run are alike, and so are their warnings. */
    private List<String> grouped(List<Stage> tooLarge, Function<Stage, String> reason) {
        Map<StageKind, List<Stage>> byKind = tooLarge.stream()
                .collect(Collectors.groupingBy(Stage::kind, () -> new EnumMap<>(StageKind.class), Collectors.toList()));
        List<String> lines = new ArrayList<>();
        byKind.forEach((kind, stages) -> {
            Stage heaviest = stages.stream()
                    .max(Comparator.comparing(stage -> of(stage).memory()))
                    .orElseThrow();
            String others = stages.size() == 1 ? "" : " (and " + (stages.size() - 1) + " more of its kind)";
            lines.add(heaviest.name() + others + " takes about "
                    + Bytes.text(of(heaviest).memory()) + " of memory, " + reason.apply(heaviest));
        });
        return lines;
    }

    private String smaller(Stage stage, long memory) {
        return estimator.largestBatch(stage.work(), memory).stream()
                .mapToObj(batch -> "lower spec.training.batchSize to " + batch)
                .findFirst()
                .orElse("lower spec.input.size");
    }

    private static String names(List<Stage> stages) {
        String named = stages.stream().limit(NAMED).map(Stage::name).collect(Collectors.joining(", "));
        return stages.size() > NAMED ? named + " and " + (stages.size() - NAMED) + " more" : named;
    }

    /**
     * Why the caches do not fit a volume; empty where they do.
     *
     * @param free bytes
     * @param where the volume, for the message
     */
    public Optional<String> beyondVolume(long free, String where) {
        return cache() <= free
                ? Optional.empty()
                : Optional.of("the caches take " + Bytes.text(cache()) + ", free at " + where + " are "
                        + Bytes.text(free) + "; use --out DIR on a larger volume, or lower trainPerClass");
    }
}
