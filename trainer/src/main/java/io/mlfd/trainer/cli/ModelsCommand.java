package io.mlfd.trainer.cli;

import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "models",
        description = "Lists the networks that experts and students can be.",
        footer = {"", "Example:", "  ./mlfd models"})
final class ModelsCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    ModelsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<NetworkShape> networks = NetworkShapes.all();
        int names = networks.stream()
                .mapToInt(network -> network.name().length())
                .max()
                .orElse(0);
        String format = "%-" + Math.max(4, names) + "s  %5s  %6s  %-24s  %s";
        surroundings.out().println(String.format(Locale.ROOT, format, "NAME", "WIDTH", "STAGES", "LEVELS", "LAYOUT"));
        for (NetworkShape network : networks) {
            surroundings
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            format,
                            network.name(),
                            network.defaultWidth(),
                            network.stageCount(),
                            new Level.FeatureMap(network.stageCount() - 1) + " … last, embedding",
                            network.layout()));
        }
        return 0;
    }
}
