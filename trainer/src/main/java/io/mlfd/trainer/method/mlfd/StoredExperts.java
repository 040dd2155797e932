package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.trainer.cache.CacheDescription.FrozenNetwork;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.stage.BadOrderException;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.supervised.FinishedUnion;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The files of the experts and union networks, read when the first image needs them. */
final class StoredExperts {
    private final StageContext context;
    private final JointShape shape;
    private final NDManager owner;
    private Optional<FrozenExperts> loaded = Optional.empty();

    /** @param owner holds the networks */
    StoredExperts(StageContext context, JointShape shape, NDManager owner) {
        this.context = context;
        this.shape = shape;
        this.owner = owner;
    }

    /** What tells these experts from others, without reading them. */
    static List<FrozenNetwork> named(StageContext context, JointShape shape) {
        return IntStream.range(0, shape.networks())
                .mapToObj(position -> new FrozenNetwork(shape.name(position), digest(stage(context, shape, position))))
                .toList();
    }

    /** SHA-256 of the weights that later stages build on, hexadecimal. */
    static String digest(FinishedStage stage) {
        String file = stage.selectedWeights().getFileName().toString();
        return stage.result().weights().stream()
                .filter(weights -> weights.file().equals(file))
                .map(WeightsFile::digest)
                .findFirst()
                .orElseThrow(() -> new BadInputException(stage.folder() + ": its result names no " + file));
    }

    FrozenExperts get() {
        if (loaded.isEmpty()) {
            loaded = Optional.of(new FrozenExperts(
                    shape,
                    IntStream.range(0, shape.networks()).mapToObj(this::load).toList()));
        }
        return loaded.get();
    }

    private static FinishedStage stage(StageContext context, JointShape shape, int position) {
        Optional<String> dataset = shape.dataset(position);
        if (dataset.isEmpty()) {
            return FinishedUnion.of(context, shape.network(position).spec()).stage();
        }
        OptionalInt fold = shape.fold(position);
        return fold.isPresent()
                ? foldExpert(context, dataset.get(), fold.getAsInt())
                : context.input(StageKind.TEACHER, dataset.get());
    }

    private static FinishedStage foldExpert(StageContext context, String dataset, int fold) {
        return context.inputs(StageKind.TEACHER, dataset).stream()
                .filter(input -> input.result().work().outputs().stream()
                        .anyMatch(output -> output.role().equals(Roles.foldExpert(fold))))
                .findFirst()
                .orElseThrow(
                        () -> new BadOrderException("inputs: " + context.order().stage()
                                + " needs the expert of data set " + dataset + " without fold " + fold));
    }

    private Network load(int position) {
        FinishedStage expert = stage(context, shape, position);
        // A union network has one softmax over the classes of all data sets.
        int classes = expert.result().data().stream()
                .mapToInt(data -> data.classNames().size())
                .sum();
        return NetworkFiles.load(
                context.folder().stored(), expert.selectedWeights(), shape.network(position), classes, owner);
    }
}
