package io.mlfd.trainer.method.mlfd;

import io.mlfd.api.method.MlfdSpec.Activation;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.StageShape;
import io.mlfd.trainer.cache.Segment;
import io.mlfd.trainer.stage.BadOrderException;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The joint teacher's shape, known without building it.
 *
 * @param experts one per data set, in the run's order
 * @param levels l_1 to l_k, from early to late
 * @param inputSize S of the images (N, 3, S, S)
 * @param adaptorWidth d, channels that every expert's maps are brought to
 * @param dropout p in front of each head
 * @param unions networks that were trained on all data sets at once; they are fused behind the experts
 * @param standardisation of the features that are fused; empty for none
 * @param activation behind each batch normalisation but the adaptors' own
 */
public record JointShape(
        List<Expert> experts,
        List<Level> levels,
        int inputSize,
        Trunk trunk,
        Experts fused,
        int adaptorWidth,
        double dropout,
        List<NetworkShape> unions,
        Optional<Standardisation> standardisation,
        Activation activation) {

    /** Of experts' features as they are, with GELU. */
    public JointShape(
            List<Expert> experts,
            List<Level> levels,
            int inputSize,
            Trunk trunk,
            Experts fused,
            int adaptorWidth,
            double dropout) {
        this(
                experts,
                levels,
                inputSize,
                trunk,
                fused,
                adaptorWidth,
                dropout,
                List.of(),
                Optional.empty(),
                Activation.GELU);
    }

    /**
     * The network that was trained on a data set.
     *
     * @param target the network whose widths the data set's maps have: its student's, or its own
     * @param folds how many networks stand for it, each trained without one of as many folds; empty where it stands for itself
     */
    public record Expert(String dataset, NetworkShape network, NetworkShape target, OptionalInt folds) {
        /** Of a data set whose expert stands for itself. */
        public Expert(String dataset, NetworkShape network, NetworkShape target) {
            this(dataset, network, target, OptionalInt.empty());
        }

        /** Of a data set whose student has the same network. */
        public Expert(String dataset, NetworkShape network) {
            this(dataset, network, network);
        }
    }

    public JointShape {
        experts = List.copyOf(experts);
        levels = List.copyOf(levels);
        unions = List.copyOf(unions);
        if (levels.isEmpty() || adaptorWidth < 1) {
            throw new IllegalArgumentException("a joint teacher needs a level and an adaptor width of 1 or more");
        }
        if (experts.size() < (fused == Experts.OTHERS ? 2 : 1)) {
            throw new IllegalArgumentException("experts: " + experts.size() + " are too few to fuse " + fused);
        }
        if (experts.stream().anyMatch(expert -> expert.folds().isPresent()) != (fused == Experts.OUT_OF_FOLD)) {
            throw new IllegalArgumentException("experts: folds are there, or are not, for " + fused);
        }
        for (Level level : levels.subList(0, levels.size() - 1)) {
            if (level instanceof Level.Embedding) {
                throw new IllegalArgumentException("levels: " + levels + " do not go from early to late");
            }
        }
    }

    /** @throws BadOrderException for a network or a level that there is not */
    public static JointShape of(TrainJointTeacher work) {
        return new JointShape(
                work.datasets().stream()
                        .map(dataset -> new Expert(
                                dataset.name(),
                                NetworkFiles.shape(dataset.network()),
                                NetworkFiles.shape(work.target(dataset)),
                                work.foldsOf(dataset)))
                        .toList(),
                work.levels().stream()
                        .map(name -> Level.parse(name)
                                .orElseThrow(() -> new BadOrderException("order: levels: \"" + name + "\" is none")))
                        .toList(),
                work.inputSize(),
                work.trunk(),
                work.experts(),
                work.adaptorWidth(),
                work.dropout(),
                work.unions().stream().map(NetworkFiles::shape).toList(),
                work.standardisation(),
                work.activation().orElse(Activation.GELU));
    }

    /** All data sets, in the experts' order. */
    public List<String> datasets() {
        return experts.stream().map(Expert::dataset).toList();
    }

    /** The number of a data set's expert among them, which is also its voice's. */
    public int expertOf(String dataset) {
        int number = datasets().indexOf(dataset);
        if (number < 0) {
            throw new IllegalArgumentException("data set " + dataset + " is not one of " + datasets());
        }
        return number;
    }

    /** How many experts stand for a data set's own; empty where it stands for itself. */
    public OptionalInt foldsOf(String dataset) {
        return experts.get(expertOf(dataset)).folds();
    }

    /** What T* hears side by side: each data set's expert, whoever stands for it, and behind them the union networks. */
    public int voices() {
        return experts.size() + unions.size();
    }

    /** How many networks' features are fused: those of all voices, voice after voice. */
    public int networks() {
        return IntStream.range(0, voices()).map(this::networksOf).sum();
    }

    private int networksOf(int voice) {
        return voice < experts.size() ? experts.get(voice).folds().orElse(1) : 1;
    }

    /** Of the networks of a voice: one, or a data set's fold experts in the order of the folds. */
    public List<Integer> positions(int voice) {
        int first = IntStream.range(0, voice).map(this::networksOf).sum();
        return IntStream.range(first, first + networksOf(voice)).boxed().toList();
    }

    private int voiceOf(int position) {
        int voice = 0;
        int behind = networksOf(0);
        while (behind <= position) {
            voice++;
            behind += networksOf(voice);
        }
        return voice;
    }

    /** The data set that the network at a position was trained on; empty for a union network. */
    public Optional<String> dataset(int position) {
        int voice = voiceOf(position);
        return voice < experts.size() ? Optional.of(experts.get(voice).dataset()) : Optional.empty();
    }

    /** The fold, from 1, that the network at a position was trained without; empty for one that has seen all images. */
    public OptionalInt fold(int position) {
        int voice = voiceOf(position);
        return voice < experts.size() && experts.get(voice).folds().isPresent()
                ? OptionalInt.of(position - positions(voice).get(0) + 1)
                : OptionalInt.empty();
    }

    /** Of the network at a position: its data set's, with its fold where there are several; or one that no data set has. */
    public String name(int position) {
        OptionalInt fold = fold(position);
        return dataset(position)
                .map(dataset -> fold.isPresent() ? dataset + "/fold-" + fold.getAsInt() : dataset)
                .orElseGet(() -> "union/" + network(position).label().replace('/', '-'));
    }

    private String owner(int position) {
        return dataset(position).map(JointShape::owner).orElseGet(() -> name(position));
    }

    private static String owner(String dataset) {
        return "data set " + dataset;
    }

    public NetworkShape network(int position) {
        int voice = voiceOf(position);
        return voice < experts.size() ? experts.get(voice).network() : unions.get(voice - experts.size());
    }

    /** Channels of a network at a level: of its maps, or of its embedding. */
    public int channels(int position, Level level) {
        return channels(owner(position), network(position), level);
    }

    /** Channels of what T* gives for images of an expert's data set at a level. */
    public int targetChannels(int expert, Level level) {
        return channels(
                owner(experts.get(expert).dataset()), experts.get(expert).target(), level);
    }

    /** Channels of a network at a level. {@code of}: whose it is, for messages */
    int channels(String of, NetworkShape network, Level level) {
        return level instanceof Level.FeatureMap ? stage(of, network, level).channels() : network.embeddingLength();
    }

    /** The size that all networks' maps are averaged to at a level: the smallest among them, so that nothing is made up. */
    public int commonSize(Level level) {
        int smallest = Integer.MAX_VALUE;
        for (int position = 0; position < networks(); position++) {
            smallest = Math.min(
                    smallest, stage(owner(position), network(position), level).size());
        }
        for (Expert expert : experts) {
            smallest = Math.min(
                    smallest,
                    stage(owner(expert.dataset()), expert.target(), level).size());
        }
        return smallest;
    }

    /** What is kept of one image: every level of every network, level by level. */
    public List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (Level level : levels) {
            for (int position = 0; position < networks(); position++) {
                segments.add(new Segment(level + "/" + name(position), axes(level, channels(position, level))));
            }
        }
        return segments;
    }

    /** What T* says of an image of a data set: its map of every level, and behind them the logits. */
    public List<Segment> outputs(String dataset, int classes) {
        int own = expertOf(dataset);
        List<Segment> segments = new ArrayList<>();
        for (Level level : levels) {
            segments.add(new Segment(level + "/" + dataset, axes(level, targetChannels(own, level))));
        }
        segments.add(new Segment("logits/" + dataset, List.of(classes)));
        return segments;
    }

    private List<Integer> axes(Level level, int channels) {
        return level instanceof Level.FeatureMap
                ? List.of(channels, commonSize(level), commonSize(level))
                : List.of(channels);
    }

    /** Where {@link #segments()} has a level of a network. */
    public int segment(int level, int position) {
        return level * networks() + position;
    }

    private StageShape stage(String of, NetworkShape network, Level level) {
        return level.stageOf(network, inputSize)
                .orElseThrow(
                        () -> new IllegalArgumentException("level " + level + ": the network of " + of + " lacks it"));
    }
}
