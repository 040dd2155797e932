package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.cache.FeatureSource;
import io.mlfd.trainer.cache.ImageRange;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** T* says something about every image, in evaluation mode. Read when the first image needs it. */
final class OutputSource implements FeatureSource, AutoCloseable {
    private final TorchEngine engine;
    private final StoredTeacher stored;
    private final HeldOut heldOut;
    private final NDManager owner;
    private final Function<NDManager, ExpertFeatures> looking;
    private Optional<Open> open = Optional.empty();

    private record Open(JointTeacher teacher, ExpertFeatures experts) {}

    /** What the experts say, as they are asked or as they said once. */
    interface ExpertFeatures extends AutoCloseable {
        /** In the order of {@link JointShape#segments()}, in {@code scope}, which ends before others are asked for. */
        List<NDArray> of(ImageRange images, NDManager scope);

        @Override
        void close();
    }

    /** @param looking opens the experts' features; what it is given holds networks */
    OutputSource(TorchEngine engine, StoredTeacher stored, Function<NDManager, ExpertFeatures> looking) {
        this.engine = engine;
        this.stored = stored;
        this.heldOut = stored.heldOut();
        this.owner = engine.manager().newSubManager();
        this.looking = looking;
    }

    @Override
    public List<float[]> features(ImageRange images) {
        Open now = opened();
        try (NDManager scope = engine.step()) {
            JointOutput output = Autograd.withoutRecording(() -> now.teacher.forward(
                    stored.dataset(),
                    now.experts.of(images, scope),
                    heldOut.of(images.split(), images.indices()),
                    Mode.EVAL));
            List<float[]> values = new ArrayList<>();
            output.maps().forEach(map -> values.add(map.toFloatArray()));
            values.add(output.logits().toFloatArray());
            return values;
        }
    }

    private Open opened() {
        if (open.isEmpty()) {
            open = Optional.of(new Open(stored.read(owner), looking.apply(owner)));
        }
        return open.get();
    }

    @Override
    public void close() {
        open.map(Open::experts).ifPresent(ExpertFeatures::close);
        owner.close();
    }
}
