package io.mlfd.trainer.stage;

import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageOrder.StageInput;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What has to hold of an order before anything is done for it. */
final class OrderRules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9@/.-]{0,250}[a-z0-9])?");
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{8,64}");

    private OrderRules() {}

    /** @throws BadOrderException naming the first field that is wrong */
    static void check(StageOrder order) {
        require(
                order.version() == StageOrder.VERSION,
                "version: " + order.version() + ", this program knows " + StageOrder.VERSION);
        stage("stage", order.stage());
        key("planKey", order.planKey());
        positive("attempt", order.attempt());
        positive("threads", order.threads());
        positive("checkpointSeconds", order.checkpointSeconds());
        for (StageInput input : order.inputs()) {
            stage("inputs", input.stage());
            key("inputs", input.planKey());
        }
        require(
                !order.places().run().isBlank() && Path.of(order.places().run()).isAbsolute(),
                "places.run: \"" + order.places().run() + "\" is not an absolute path");
    }

    private static void stage(String field, String name) {
        require(
                NAME.matcher(name).matches() && !name.contains("..") && !name.contains("//"),
                field + ": \"" + name + "\" is not the name of a stage");
    }

    private static void key(String field, String key) {
        require(KEY.matcher(key).matches(), field + ": \"" + key + "\" is not a plan key");
    }

    private static void positive(String field, int value) {
        require(value > 0, field + ": " + value + " is not positive");
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new BadOrderException("order: " + problem);
        }
    }
}
