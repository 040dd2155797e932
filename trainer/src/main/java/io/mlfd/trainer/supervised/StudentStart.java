package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.supervised.StudentTraining;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.stage.StageContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The values that a student's training starts from, and those of the controls that start where it does. */
final class StudentStart {
    private StudentStart() {}

    /** Fills a new network, or leaves its random values. */
    static Consumer<Network> of(StageContext context, TorchEngine engine, StudentTraining work) {
        if (work.init().isEmpty()) {
            return network -> {};
        }
        return switch (work.init().get()) {
            case RANDOM -> network -> {};
            case TEACHER ->
                network -> NetworkFiles.load(
                        context.folder().stored(),
                        context.input(StageKind.TEACHER, work.dataset().name()).selectedWeights(),
                        network.state(),
                        engine.manager());
            case UNION -> network -> fromUnion(context, engine, work, network);
            case FILE ->
                network -> GivenWeights.start(context, work, work.file().orElseThrow())
                        .loadWithoutClassifier(network, engine.manager());
        };
    }

    /** Of its classifier what belongs to the data set's own classes, so that the start is the union network asked for them alone. */
    private static void fromUnion(StageContext context, TorchEngine engine, StudentTraining work, Network network) {
        Path file = FinishedUnion.of(context, work.dataset().network()).stage().selectedWeights();
        NetworkMetadata says = NetworkFiles.metadata(context.folder().stored(), file)
                .orElseThrow(() -> new BadInputException(file + ": does not say whose classes its logits are"));
        LabelBlock own = block(file, says, work.dataset().name());
        if (own.classes() != network.classes()) {
            throw new BadInputException(file + ": has " + own.classes() + " classes of data set "
                    + work.dataset().name() + ", which has " + network.classes());
        }
        int all = says.classNames().size();
        try (NDManager scratch = engine.manager().newSubManager()) {
            Network union = NetworkFiles.load(context.folder().stored(), file, network.shape(), all, scratch);
            Map<String, NDArray> values = new LinkedHashMap<>();
            union.state().tensors().forEach((name, tensor) -> {
                // What has an axis of classes has it first; nothing else of the two networks differs.
                boolean ofClasses = !tensor.getShape()
                        .equals(network.state().variables().get(name).shape());
                values.put(
                        name,
                        ofClasses
                                ? tensor.get(new NDIndex("{}:{}", own.first(), own.first() + own.classes()))
                                : tensor);
            });
            network.state().load(values);
        }
    }

    private static LabelBlock block(Path file, NetworkMetadata says, String dataset) {
        int first = 0;
        for (NetworkMetadata.Labels labels : says.labels()) {
            List<String> names = labels.classNames();
            if (labels.dataset().equals(dataset)) {
                return new LabelBlock(first, names.size());
            }
            first += names.size();
        }
        throw new BadInputException(file + ": none of its logits are classes of data set " + dataset);
    }
}
