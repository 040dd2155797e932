package io.mlfd.trainer.supervised;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.trainer.stage.BadOrderException;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.stage.StageContext;
import java.util.Optional;

/** A union network that other stages build on. */
public record FinishedUnion(FinishedStage stage) {
    /**
     * The union network of an architecture among a stage's inputs.
     *
     * @throws BadOrderException when there is none
     */
    public static FinishedUnion of(StageContext context, NetworkSpec network) {
        return context.inputs(StageKind.BASELINE, "").stream()
                .filter(input -> input.result().work().outputs().stream()
                        .anyMatch(output -> output.role().equals(Roles.UNION)
                                && output.network().equals(Optional.of(network))))
                .findFirst()
                .map(FinishedUnion::new)
                .orElseThrow(() ->
                        new BadOrderException("inputs: " + context.order().stage() + " needs the union network of "
                                + NetworkFiles.shape(network).label()));
    }
}
