package io.mlfd.trainer.method.mlfd;

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
        Optional<Standardisation> standardisation) {

    /** Of experts' features as they are. */
    public JointShape(
            List<Expert> experts,
            List<Level> levels,
            int inputSize,
            Trunk trunk,
            Experts fused,
            int adaptorWidth,
            double dropout) {
        this(experts, levels, inputSize, trunk, fused, adaptorWidth, dropout, List.of(), Optional.empty());
    }

    /**
     * The network that was trained on a data set.
     *
     * @param target the network whose widths the data set's maps have: its student's, or its own
     */
    public record Expert(String dataset, NetworkShape network, NetworkShape target) {
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
                                NetworkFiles.shape(work.target(dataset))))
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
                work.standardisation());
    }

    /** All data sets, in the experts' order. */
    public List<String> datasets() {
        return experts.stream().map(Expert::dataset).toList();
    }

    /** The position of a data set's expert. */
    public int expertOf(String dataset) {
        int position = datasets().indexOf(dataset);
        if (position < 0) {
            throw new IllegalArgumentException("data set " + dataset + " is not one of " + datasets());
        }
        return position;
    }

    /** How many networks' features are fused: the experts', in their order, and those of the union networks behind them. */
    public int networks() {
        return experts.size() + unions.size();
    }

    /** Of the network at a position: its data set's, or one that no data set has. */
    public String name(int position) {
        return position < experts.size()
                ? experts.get(position).dataset()
                : "union/" + network(position).label().replace('/', '-');
    }

    private String owner(int position) {
        return position < experts.size() ? "data set " + name(position) : name(position);
    }

    public NetworkShape network(int position) {
        return position < experts.size() ? experts.get(position).network() : unions.get(position - experts.size());
    }

    /** Channels of a network at a level: of its maps, or of its embedding. */
    public int channels(int position, Level level) {
        return channels(owner(position), network(position), level);
    }

    /** Channels of what T* gives for images of an expert's data set at a level. */
    public int targetChannels(int expert, Level level) {
        return channels(owner(expert), experts.get(expert).target(), level);
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
        for (int expert = 0; expert < experts.size(); expert++) {
            smallest = Math.min(
                    smallest,
                    stage(owner(expert), experts.get(expert).target(), level).size());
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
