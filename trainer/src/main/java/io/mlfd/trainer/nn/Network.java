package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.network.NetworkShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A classifier whose inner levels can be read. {@link Networks} builds it, alone or as one of several that share a stem or stages. */
public final class Network {
    static final int COLOURS = 3;

    private final NetworkShape shape;
    private final int classes;
    private final Module stem;
    private final List<Module> stages;
    private final UnaryOperator<NDArray> view;
    private final Head head;
    private final StateDict extractor;
    private final StateDict state;

    /**
     * @param view from a stage's output to its maps
     * @param extractor the variables of stem and stages, by their names in the whole network
     * @param state the variables of all parts
     */
    Network(
            NetworkShape shape,
            int classes,
            Module stem,
            List<Module> stages,
            UnaryOperator<NDArray> view,
            Head head,
            StateDict extractor,
            StateDict state) {
        this.shape = shape;
        this.classes = classes;
        this.stem = stem;
        this.stages = List.copyOf(stages);
        this.view = view;
        this.head = head;
        this.extractor = extractor;
        this.state = state;
    }

    public NetworkShape shape() {
        return shape;
    }

    /** Number of logits. */
    public int classes() {
        return classes;
    }

    /**
     * @param images (N, 3, S, S), normalised; the results live where the images do
     */
    public NetworkOutput forward(NDArray images, Mode mode) {
        return forwardFrom(List.of(), images, mode);
    }

    /**
     * Maps of the first stages alone.
     *
     * @param count of stages, 0 for none
     * @return maps (N, C, H, W) as {@link NetworkOutput#stageMaps} would begin
     */
    public List<NDArray> firstMaps(int count, NDArray images, Mode mode) {
        return maps(firstOutputs(count, images, mode));
    }

    /** Outputs of the first stages as the next ones take them, for {@link #forwardFrom} of every network that shares them. */
    List<NDArray> firstOutputs(int count, NDArray images, Mode mode) {
        requireImages(images);
        return run(List.of(), count, images, mode);
    }

    /**
     * Goes on where {@link #firstOutputs} ended: with all of them this is {@link #forward}, but what they came from is not
     * computed again, and its batch statistics do not move again.
     *
     * @param images those that the outputs came from
     */
    NetworkOutput forwardFrom(List<NDArray> firstOutputs, NDArray images, Mode mode) {
        requireImages(images);
        return output(run(firstOutputs, stages.size(), images, mode), mode);
    }

    /**
     * What images are in front of the first stage, for {@link #forwardFromStem} of every network that shares the stem.
     *
     * @return maps (N, C, H, W) with {@link NetworkShape#stem} channels
     */
    NDArray stemMaps(NDArray images, Mode mode) {
        requireImages(images);
        return stem.forward(images, mode);
    }

    /** Goes on where {@link #stemMaps} ended. */
    NetworkOutput forwardFromStem(NDArray stemMaps, Mode mode) {
        return output(further(new ArrayList<>(), stemMaps, stages.size(), mode), mode);
    }

    /**
     * The logits where the network goes on from other maps in the place of its own. What comes before is not run.
     *
     * @param stagesDone how many stages the maps stand for
     * @param maps (N, C, H, W), as the last of these stages would give them; images for none
     * @return (N, K)
     * @throws IllegalArgumentException for a network that does not {@linkplain NetworkShape#continuesFromMaps go on from maps}
     */
    public NDArray logitsFrom(int stagesDone, NDArray maps, Mode mode) {
        if (stagesDone > 0 && !shape.continuesFromMaps()) {
            throw new IllegalArgumentException(shape.label() + " does not go on from maps alone");
        }
        NDArray x = stagesDone == 0 ? stem.forward(maps, mode) : maps;
        for (Module stage : stages.subList(stagesDone, stages.size())) {
            x = stage.forward(x, mode);
        }
        return head.classifier().forward(head.embedding().forward(x, mode), mode);
    }

    /** Parameters and buffers, also those that other networks share, by their names in the whole network: what is saved. */
    public StateDict state() {
        return state;
    }

    /** What the maps come from: {@link #state()} without what stands behind the last stage. */
    public StateDict extractor() {
        return extractor;
    }

    private List<NDArray> run(List<NDArray> done, int end, NDArray images, Mode mode) {
        if (done.isEmpty() && end == 0) {
            return List.of();
        }
        NDArray last = done.isEmpty() ? stem.forward(images, mode) : done.get(done.size() - 1);
        return further(new ArrayList<>(done), last, end, mode);
    }

    /** Adds to the outputs of the first stages those of the others. {@code last}: what the first of these takes */
    private List<NDArray> further(List<NDArray> outputs, NDArray last, int end, Mode mode) {
        NDArray x = last;
        for (Module stage : stages.subList(outputs.size(), end)) {
            x = stage.forward(x, mode);
            outputs.add(x);
        }
        return outputs;
    }

    private NetworkOutput output(List<NDArray> outputs, Mode mode) {
        NDArray embedding = head.embedding().forward(outputs.get(outputs.size() - 1), mode);
        return new NetworkOutput(maps(outputs), embedding, head.classifier().forward(embedding, mode));
    }

    private List<NDArray> maps(List<NDArray> outputs) {
        return outputs.stream().map(view).toList();
    }

    private static void requireImages(NDArray images) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || shape.get(1) != COLOURS) {
            throw new IllegalArgumentException("images have shape " + shape + ", needed is (N, 3, H, W)");
        }
    }
}
