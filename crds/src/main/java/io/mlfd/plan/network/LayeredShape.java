package io.mlfd.plan.network;

import io.mlfd.contract.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A shape that is counted layer by layer: a family says what its parts consist of, the numbers follow. */
public interface LayeredShape extends NetworkShape {
    /** Channels of an image. */
    int COLOURS = 3;

    /** Adds the stem to images. */
    Tally stem(Tally images);

    /** Adds a stage to what comes before it. {@code stage}: from 0 */
    Tally stage(int stage, Tally maps);

    /** Adds what makes the vector in front of the classifier from the last maps; it comes as a channel each. */
    default Tally embedding(Tally maps) {
        return maps.averaged();
    }

    @Override
    default Optional<String> refusal(int inputSize) {
        return from(0, inputSize).size() < 1
                ? Optional.of("are smaller than what its layers take at once")
                : Optional.empty();
    }

    @Override
    default List<StageShape> stages(int inputSize) {
        List<StageShape> stages = new ArrayList<>();
        Tally maps = stem(Tally.of(COLOURS, inputSize));
        for (int stage = 0; stage < stageCount(); stage++) {
            maps = stage(stage, maps);
            stages.add(new StageShape(maps.channels(), maps.size()));
        }
        return List.copyOf(stages);
    }

    @Override
    default int embeddingLength() {
        return from(0, 1).channels();
    }

    @Override
    default long parameters(int classes) {
        return parametersFrom(0) + (embeddingLength() + 1L) * classes;
    }

    @Override
    default long parametersFrom(int firstPart) {
        return from(firstPart, 1).parameters();
    }

    @Override
    default Pass pass(int inputSize, int firstPart) {
        return from(firstPart, inputSize).pass();
    }

    @Override
    default long multiplications(int inputSize, int classes) {
        return from(0, inputSize).multiplications() + (long) embeddingLength() * classes;
    }

    /** What the parts from one on come to; those before it do nothing but bring images to the maps that it takes. */
    private Tally from(int firstPart, int inputSize) {
        Tally maps = stem(Tally.of(COLOURS, inputSize));
        for (int stage = 0; stage < stageCount(); stage++) {
            maps = stage(stage, firstPart == stage + 1 ? Tally.of(maps.channels(), maps.size()) : maps);
        }
        return embedding(firstPart > stageCount() ? Tally.of(maps.channels(), maps.size()) : maps);
    }
}
