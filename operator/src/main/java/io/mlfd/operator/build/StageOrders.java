package io.mlfd.operator.build;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageOrder.Places;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import java.util.Map;
import java.util.stream.Collectors;

/** The order that a stage's pod is given. */
final class StageOrders {
    static final String RUN_MOUNT = "/mlfd/run";
    private static final String DATA_MOUNT = "/mlfd/data/";

    private final ContractJson json = new ContractJson();

    String write(DataClaims claims, Plan plan, Stage stage, int attempt) {
        Map<String, String> data = claims.of(stage).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> dataMount(entry.getValue())));
        return json.write(new StageOrder(
                StageOrder.VERSION,
                plan.run(),
                stage.name(),
                attempt,
                stage.planKey(),
                stage.seed(),
                new StageResources(stage.pod().resources()).threads(),
                stage.device(),
                plan.checkpointSeconds(),
                stage.work(),
                stage.inputs(),
                new Places(RUN_MOUNT + "/" + plan.run(), data)));
    }

    static String dataMount(String claim) {
        return DATA_MOUNT + claim;
    }
}
