package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "models",
        description = {
            "Lists the networks that experts and students can be; with a size of images what they come to for these.",
            "A FLOP is a multiplication or an addition of a convolution or dense layer, in one image's forward pass. Memory is"
                    + " that of a process that trains the network alone with AdamW on the CPU, an estimate, without the images of"
                    + " the data set."
        },
        footer = {"", "Example:", "  ./mlfd models --size 224 resnet50 convnextv2-atto"})
final class ModelsCommand extends VerboseCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Networks to list (default: all).")
    private List<String> names = List.of();

    @Option(
            names = "--size",
            paramLabel = "N",
            description =
                    "Pixels on each side of an image, as spec.input.size; networks have the entry that is usual for it.")
    private Integer size;

    @Option(
            names = "--classes",
            paramLabel = "N",
            defaultValue = "10",
            description = "Classes, with --size (default: ${DEFAULT-VALUE}).")
    private int classes;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "64",
            description = "Images of a training step, with --size (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    ModelsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<NetworkShape> networks = names.isEmpty()
                ? NetworkShapes.all()
                : names.stream().map(ModelsCommand::named).toList();
        surroundings.out().print(size == null ? list(networks) : sized(networks));
        surroundings.out().flush();
        return 0;
    }

    private static NetworkShape named(String name) {
        try {
            return NetworkShapes.named(name);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.BAD_ORDER, "NAME: " + e.getMessage());
        }
    }

    private static String list(List<NetworkShape> networks) {
        Columns columns = new Columns(1, 2);
        columns.row("NAME", "WIDTH", "STAGES", "LEVELS", "LAYOUT");
        for (NetworkShape network : networks) {
            columns.row(
                    network.name(),
                    network.hasWidths() ? Integer.toString(network.defaultWidth()) : "-",
                    Integer.toString(network.stageCount()),
                    new Level.FeatureMap(network.stageCount() - 1) + " … last, embedding",
                    network.layout());
        }
        return columns.text();
    }

    private String sized(List<NetworkShape> networks) {
        requireAtLeast("--size", 1, size);
        requireAtLeast("--classes", 2, classes);
        requireAtLeast("--batch-size", 1, batchSize);
        return new NetworkText(size, classes, batchSize)
                .table(networks.stream()
                        .map(network -> network.withEntry(network.usualEntry(size)))
                        .toList());
    }

    private static void requireAtLeast(String option, int least, int value) {
        if (value < least) {
            throw new CommandException(ExitCode.BAD_ORDER, option + ": " + value + " is less than " + least);
        }
    }
}
