package io.mlfd.trainer.report.page;

import io.mlfd.contract.Output;
import io.mlfd.contract.StageWork;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.result.StageResult;
import java.util.List;
import java.util.stream.Collectors;

/** What stages are called on the page, and what a figure says it was made from. */
final class Stages {
    private static final int KEY = 12;

    private Stages() {}

    /** The kind of network that a stage makes. */
    static String role(StageWork work) {
        return first(work).role().label();
    }

    /** What tells stages of one role apart: the data set or the network. */
    static String subject(StageResult stage) {
        return stage.work()
                .subject()
                .dataset()
                .or(() -> stage.work().subject().network().map(network -> NetworkShapes.of(network)
                        .toString()))
                .orElse("all data sets");
    }

    /** A name for small places. */
    static String title(StageResult stage) {
        return role(stage.work()) + " \u00b7 " + subject(stage);
    }

    /** Style class of a role; colour and dashes hang on it. */
    static String style(StageWork work) {
        return switch (first(work).role().id()) {
            case "joint-teacher" -> "joint";
            case "own-teacher" -> "own";
            default -> first(work).role().id();
        };
    }

    private static Output first(StageWork work) {
        return work.outputs().get(0);
    }

    /** Data, seeds and keys of a figure. */
    static Html source(String data, List<StageResult> stages) {
        String made = stages.stream()
                .map(stage -> stage.stage() + " (seed " + stage.seed() + ", key " + brief(stage.planKey()) + ")")
                .collect(Collectors.joining(", "));
        return Html.element("p", "Data: " + data + ". Made from " + made + ".").styled("source");
    }

    private static String brief(String key) {
        return key.length() <= KEY ? key : key.substring(0, KEY);
    }
}
