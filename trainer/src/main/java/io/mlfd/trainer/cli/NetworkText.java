package io.mlfd.trainer.cli;

import io.mlfd.plan.Level;
import io.mlfd.plan.estimate.Bytes;
import io.mlfd.plan.estimate.Estimator;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.StageShape;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What networks come to for images of a size.
 *
 * @param inputSize pixels on each side
 * @param classes number of logits
 * @param batchSize images of a training step, for the memory
 */
record NetworkText(int inputSize, int classes, int batchSize) {
    private static final double THOUSAND = 1000;

    String table(List<NetworkShape> networks) {
        Columns columns = new Columns(1, 2, 3);
        columns.row("NETWORK", "PARAMETERS", "FLOPS", "MEMORY", "LEVELS");
        for (NetworkShape network : networks) {
            Optional<String> refusal = network.refusal(inputSize);
            columns.row(
                    network.label(),
                    count(network.parameters(classes)),
                    refusal.isPresent() ? "-" : count(2 * network.multiplications(inputSize, classes)),
                    refusal.isPresent() ? "-" : memory(network),
                    refusal.map(why -> "none: images of " + inputSize + " pixels " + why)
                            .orElseGet(() -> levels(network)));
        }
        return columns.text();
    }

    private String memory(NetworkShape network) {
        return Bytes.text(new Estimator(Map.of(), 0)
                .training(network.spec(), inputSize, batchSize)
                .memory());
    }

    /** As channels x height x width. */
    private String levels(NetworkShape network) {
        List<StageShape> stages = network.stages(inputSize);
        String maps = IntStream.range(0, stages.size())
                .mapToObj(stage -> new Level.FeatureMap(stages.size() - 1 - stage) + " "
                        + stages.get(stage).channels() + "x" + stages.get(stage).size() + "x"
                        + stages.get(stage).size())
                .collect(Collectors.joining(", "));
        return maps + ", embedding " + network.embeddingLength();
    }

    /** Three digits: {@code 78.0 k}, {@code 11.2 M}, {@code 8.18 G}. */
    private static String count(long number) {
        double value = number;
        String unit = "";
        for (String larger : List.of(" k", " M", " G", " T")) {
            if (value < THOUSAND) {
                break;
            }
            value /= THOUSAND;
            unit = larger;
        }
        int digits = value < 10 ? 2 : value < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + digits + "f%s", value, unit);
    }
}
