package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.plan.Level;
import io.mlfd.trainer.nn.Dropout;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The joint teacher T*: fuses the frozen experts' features of an image at levels l_1 to l_k and classifies.
 *
 * <p>{@code PerDataset}: one trunk per data set in the widths of its student, the authors' code. Its head sees the last
 * level, maps averaged over space, behind dropout. {@code Shared}: one trunk for all, as wide as the widest student at each
 * level, and behind each level a neck per data set to its student's width. A head sees all necks of its data set, because
 * what is distilled has to be learnt, and nothing else trains the necks of earlier levels. Either way maps are distilled in
 * the student's own shape, without a projector, unless a run asks for one: then they have the expert's.
 *
 * <p>{@code Others}: a trunk of one data set has no adaptor for that data set's own expert; the shared trunk gets zeros in
 * its place. {@code OutOfFold}: in the place of the own expert are fold experts, of which T* hears on a train image the one that has
 * not learned from it ({@link Voice}). Union networks, where a run fuses them, are nobody's own: they are always heard.
 */
public final class JointTeacher {
    private final JointShape shape;
    private final Map<String, FusionTrunk> trunks = new LinkedHashMap<>();
    private final Map<String, List<Neck>> necks = new LinkedHashMap<>();
    private final Map<String, Linear> heads = new LinkedHashMap<>();
    private final Dropout dropout;
    private final StateDict state;

    /**
     * Builds T* with first values that depend on nothing but the seed and the variables' names and shapes: T* for one data
     * set is the same part of T* for all.
     *
     * @param classes logits of each data set that T* is to serve
     */
    public static JointTeacher create(JointShape shape, Map<String, Integer> classes, long seed, NDManager manager) {
        return new JointTeacher(shape, classes, Scope.root(manager, seed));
    }

    JointTeacher(JointShape shape, Map<String, Integer> classes, Scope scope) {
        this.shape = shape;
        this.dropout = new Dropout(shape.dropout());
        List<String> datasets =
                shape.datasets().stream().filter(classes::containsKey).toList();
        if (datasets.isEmpty() || datasets.size() != classes.size()) {
            throw new IllegalArgumentException(
                    "data sets " + classes.keySet() + " are not those of " + shape.datasets());
        }
        if (shape.trunk() == Trunk.SHARED) {
            sharedTrunk(scope, datasets);
        } else {
            datasets.forEach(dataset -> ownTrunk(scope, dataset));
        }
        for (String dataset : datasets) {
            heads.put(
                    dataset,
                    new Linear(scope.child("heads").child(dataset), headInputs(dataset), classes.get(dataset)));
        }
        this.state = scope.state();
    }

    private void sharedTrunk(Scope scope, List<String> datasets) {
        List<Integer> widths = shape.levels().stream().map(this::widest).toList();
        FusionTrunk trunk = new FusionTrunk(scope.child("trunk"), shape, allVoices(), widths, datasets);
        for (String dataset : datasets) {
            trunks.put(dataset, trunk);
            necks.put(dataset, necks(scope.child("necks").child(dataset), widths, dataset));
        }
    }

    private List<Neck> necks(Scope scope, List<Integer> widths, String dataset) {
        List<Neck> necks = new ArrayList<>();
        for (int l = 0; l < widths.size(); l++) {
            Level level = shape.levels().get(l);
            int width = shape.targetChannels(shape.expertOf(dataset), level);
            necks.add(new Neck(
                    level,
                    scope.child(level.toString()),
                    widths.get(l),
                    width,
                    List.of(dataset),
                    Activations.of(shape.activation())));
        }
        return necks;
    }

    private void ownTrunk(Scope scope, String dataset) {
        int own = shape.expertOf(dataset);
        Set<Integer> voices = allVoices();
        if (shape.fused() == Experts.OTHERS) {
            voices.remove(own);
        }
        List<Integer> widths = shape.levels().stream()
                .map(level -> shape.targetChannels(own, level))
                .toList();
        Scope child = scope.child("trunks").child(dataset);
        trunks.put(dataset, new FusionTrunk(child, shape, voices, widths, List.of(dataset)));
    }

    private int headInputs(String dataset) {
        int own = shape.expertOf(dataset);
        return shape.trunk() == Trunk.SHARED
                ? shape.levels().stream()
                        .mapToInt(level -> shape.targetChannels(own, level))
                        .sum()
                : shape.targetChannels(own, lastLevel());
    }

    public JointShape shape() {
        return shape;
    }

    /** Of images that no expert of the data set has learned from, or of experts that are fused as they are. */
    public JointOutput forward(String dataset, List<NDArray> features, Mode mode) {
        return forward(dataset, features, Optional.empty(), mode);
    }

    /**
     * @param dataset that all images of the batch belong to
     * @param features of the experts, in the order of {@link JointShape#segments()}: (N, C, s, s) and (N, C)
     * @param heldOut by image, the fold, from 0, of the data set's that it is in; empty for images that are in none
     * @throws IllegalArgumentException for another data set, number of features or number of images than there is
     */
    public JointOutput forward(String dataset, List<NDArray> features, Optional<int[]> heldOut, Mode mode) {
        FusionTrunk trunk = trunks.get(dataset);
        if (trunk == null || features.size() != shape.segments().size()) {
            throw new IllegalArgumentException(features.size() + " features for data set " + dataset + ", needed are "
                    + shape.segments().size() + " for one of " + trunks.keySet());
        }
        heldOut.ifPresent(folds -> requireFolds(dataset, folds.length, features.get(0)));
        Hearing hearing = new Hearing(dataset, shape.expertOf(dataset), shape.fused() == Experts.OTHERS, heldOut);
        List<NDArray> maps = trunk.forward(features, hearing, mode);
        NDArray read;
        if (necks.containsKey(dataset)) {
            maps = behindNecks(maps, dataset, mode);
            read = concatenated(maps.stream().map(JointTeacher::pooled).toList());
        } else {
            read = pooled(maps.get(maps.size() - 1));
        }
        return new JointOutput(maps, heads.get(dataset).forward(dropout.forward(read, mode), mode));
    }

    private void requireFolds(String dataset, int folds, NDArray features) {
        if (shape.foldsOf(dataset).isEmpty() || folds != features.getShape().get(0)) {
            throw new IllegalArgumentException(folds + " folds of "
                    + features.getShape().get(0) + " images of data set " + dataset + ", which is in "
                    + shape.foldsOf(dataset));
        }
    }

    /** What has to be estimated before it is trained; its file holds the values afterwards. */
    List<Standards.Place> standards() {
        boolean muted = shape.fused() == Experts.OTHERS;
        if (shape.trunk() == Trunk.PER_DATASET) {
            return trunks.entrySet().stream()
                    .flatMap(own -> own.getValue().standards(muted, List.of(own.getKey())).stream())
                    .toList();
        }
        return trunks.values().iterator().next().standards(muted, List.copyOf(trunks.keySet()));
    }

    private static NDArray pooled(NDArray map) {
        return map.getShape().dimension() == 4 ? Functional.globalAveragePool(map) : map;
    }

    private static NDArray concatenated(List<NDArray> vectors) {
        return vectors.size() == 1 ? vectors.get(0) : NDArrays.concat(new NDList(vectors), 1);
    }

    private List<NDArray> behindNecks(List<NDArray> trunk, String dataset, Mode mode) {
        List<Neck> own = necks.get(dataset);
        return IntStream.range(0, trunk.size())
                .mapToObj(l -> own.get(l).forward(trunk.get(l), dataset, mode))
                .toList();
    }

    /** Parameters and buffers. Which data set one belongs to is in its name, unless all share it. */
    public StateDict state() {
        return state;
    }

    private Level lastLevel() {
        return shape.levels().get(shape.levels().size() - 1);
    }

    private Set<Integer> allVoices() {
        return IntStream.range(0, shape.voices()).collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }

    private int widest(Level level) {
        return IntStream.range(0, shape.experts().size())
                .map(expert -> shape.targetChannels(expert, level))
                .max()
                .orElseThrow();
    }
}
