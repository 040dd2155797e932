package io.mlfd.trainer.cli;

import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
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
        Columns columns = new Columns(1, 2);
        columns.row("NAME", "WIDTH", "STAGES", "LEVELS", "LAYOUT");
        for (NetworkShape network : NetworkShapes.all()) {
            columns.row(
                    network.name(),
                    Integer.toString(network.defaultWidth()),
                    Integer.toString(network.stageCount()),
                    new Level.FeatureMap(network.stageCount() - 1) + " … last, embedding",
                    network.layout());
        }
        surroundings.out().print(columns.text());
        surroundings.out().flush();
        return 0;
    }
}
