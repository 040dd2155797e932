package io.mlfd.trainer.method.mlfd;

import io.mlfd.api.method.MlfdSpec.Experts;
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

/**
 * The joint teacher's shape, known without building it.
 *
 * @param experts one per data set, in the run's order
 * @param levels l_1 to l_k, from early to late
 * @param inputSize S of the images (N, 3, S, S)
 * @param adaptorWidth d, channels that every expert's maps are brought to
 * @param dropout p in front of each head
 */
public record JointShape(
        List<Expert> experts,
        List<Level> levels,
        int inputSize,
        Trunk trunk,
        Experts fused,
        int adaptorWidth,
        double dropout) {

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
                work.dropout());
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

    /** Channels of an expert at a level: of its maps, or of its embedding. */
    public int channels(int expert, Level level) {
        return channels(expert, experts.get(expert).network(), level);
    }

    /** Channels of what T* gives for images of an expert's data set at a level. */
    public int targetChannels(int expert, Level level) {
        return channels(expert, experts.get(expert).target(), level);
    }

    /** Channels of a network of an expert's data set at a level. */
    int channels(int expert, NetworkShape network, Level level) {
        return level instanceof Level.FeatureMap ? stage(expert, network, level).channels() : network.embeddingLength();
    }

    /** The size that all networks' maps are averaged to at a level: the smallest among them, so that nothing is made up. */
    public int commonSize(Level level) {
        int smallest = Integer.MAX_VALUE;
        for (int expert = 0; expert < experts.size(); expert++) {
            smallest = Math.min(
                    smallest,
                    stage(expert, experts.get(expert).network(), level).size());
            smallest = Math.min(
                    smallest, stage(expert, experts.get(expert).target(), level).size());
        }
        return smallest;
    }

    /** What is kept of one image: every level of every expert, level by level. */
    public List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (Level level : levels) {
            for (int expert = 0; expert < experts.size(); expert++) {
                int channels = channels(expert, level);
                List<Integer> shape = level instanceof Level.FeatureMap
                        ? List.of(channels, commonSize(level), commonSize(level))
                        : List.of(channels);
                segments.add(new Segment(level + "/" + experts.get(expert).dataset(), shape));
            }
        }
        return segments;
    }

    /** Where {@link #segments()} has a level of an expert. */
    public int segment(int level, int expert) {
        return level * experts.size() + expert;
    }

    private StageShape stage(int expert, NetworkShape network, Level level) {
        return level.stageOf(network, inputSize)
                .orElseThrow(() -> new IllegalArgumentException("level " + level + ": the network of data set "
                        + experts.get(expert).dataset() + " lacks it"));
    }
}
