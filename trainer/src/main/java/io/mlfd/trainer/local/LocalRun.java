package io.mlfd.trainer.local;

import io.mlfd.api.DeviceChoice;
import io.mlfd.api.MLFDRun;
import io.mlfd.contract.StageOrder;
import io.mlfd.plan.Plan;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run as it is to be carried out here.
 *
 * @param run as read
 * @param device what all stages compute on, where the command line says so; else each as its pod would
 * @param data per data set the folder below which its path lies; none for generated data sets
 * @param acceptChanges whether a folder of another spec is gone on with: stages whose plan key is the same are kept
 * @param fresh whether everything in the folder is removed first
 * @param reuse folders of other runs, whose finished stages are copied where this run asks for the same
 */
public record LocalRun(
        MLFDRun run,
        Plan plan,
        CoreAllocation cores,
        Optional<DeviceChoice> device,
        Map<String, Path> data,
        boolean acceptChanges,
        boolean fresh,
        List<Path> reuse) {
    public LocalRun {
        data = Map.copyOf(data);
        reuse = List.copyOf(reuse);
    }

    /** The spec's policy with this machine's parallelism. */
    RunPolicy policy() {
        RunPolicy policy = RunPolicy.of(run.getSpec());
        return policy.atOnce(cores.parallelism(plan, policy));
    }

    /** What the process of an attempt is told. */
    StageOrder order(Stage stage, int attempt, Path folder) {
        return new StageOrder(
                StageOrder.VERSION,
                plan.run(),
                stage.name(),
                attempt,
                stage.planKey(),
                stage.seed(),
                cores.threads(stage, policy().parallelism()),
                device.or(stage::device),
                plan.checkpointSeconds(),
                stage.work(),
                stage.inputs(),
                new StageOrder.Places(folder.toString(), places(stage)));
    }

    private Map<String, String> places(Stage stage) {
        return stage.work().datasetsWithFiles().stream()
                .filter(data::containsKey)
                .collect(Collectors.toMap(name -> name, name -> data.get(name).toString()));
    }
}
