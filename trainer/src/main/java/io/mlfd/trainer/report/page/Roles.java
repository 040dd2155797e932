package io.mlfd.trainer.report.page;

import io.mlfd.contract.Output;
import io.mlfd.contract.StageWork;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Role;
import io.mlfd.trainer.result.StageResult;
import java.util.List;
import java.util.stream.Collectors;

/** What stages are called on the page, and in which colour they are drawn: that of their role, in the order of the run. */
final class Roles {
    private static final int COLOURS = 8;
    private static final int KEY = 12;

    private final List<String> order;

    Roles(List<StageResult> stages) {
        this.order = stages.stream()
                .flatMap(stage -> stage.work().outputs().stream())
                .map(Output::role)
                .map(Role::id)
                .distinct()
                .toList();
    }

    int colour(StageResult stage) {
        return stage.work().outputs().stream()
                .findFirst()
                .map(output -> order.indexOf(output.role().id()) % COLOURS)
                .orElse(0);
    }

    /** What a stage is called: by the network it makes first, which its curves are of. */
    static String label(StageWork work) {
        return work.outputs().stream()
                .findFirst()
                .map(output -> output.role().label())
                .orElse(work.kind().label());
    }

    /** What a stage makes, in a few words. */
    static String made(StageWork work) {
        long roles = work.outputs().stream().map(Output::role).distinct().count();
        return roles > 1 ? label(work) + " and " + (roles - 1) + " more" : label(work);
    }

    /** What tells stages of one role apart: the data set or the network. */
    static String subject(StageResult stage) {
        return stage.work()
                .subject()
                .dataset()
                .or(() -> stage.work().subject().network().map(network -> NetworkShapes.of(network)
                        .label()))
                .orElse("all data sets");
    }

    /** Data, seeds and keys of a figure. */
    static String source(String data, List<StageResult> stages) {
        return "Data: " + data + ". Made from "
                + stages.stream()
                        .map(stage ->
                                stage.stage() + " (seed " + stage.seed() + ", key " + brief(stage.planKey()) + ")")
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static String brief(String key) {
        return key.length() <= KEY ? key : key.substring(0, KEY);
    }
}
