package io.mlfd.contract.mlfd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.api.method.MlfdSpec.Activation;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Subject;
import io.mlfd.contract.Training;
import io.mlfd.result.Metric;
import io.mlfd.result.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Builds the cache of all experts' maps and trains the joint teacher T* on it.
 *
 * @param datasets with the experts' networks
 * @param levels where maps are fused, from the earliest to the last, as in a run file
 * @param adaptorWidth channels d of each adaptor
 * @param students by data set, the network whose widths and sizes T*'s maps have where that is not the expert's
 * @param helpers data sets that lend their expert and have no student
 * @param unions networks that were trained on all data sets at once and are fused beside the experts
 * @param standardisation of the features that are fused; empty for none
 * @param folds K that the train images of the data sets which T* learns from are divided into, where features are out of fold: in
 *     place of each one's expert K are fused that were each trained without one of the folds; empty where the expert is
 * @param activation of the fusion and the trunk; empty for GELU
 */
@JsonTypeName("TrainJointTeacher")
public record TrainJointTeacher(
        List<DatasetWork> datasets,
        int inputSize,
        List<String> levels,
        Trunk trunk,
        Experts experts,
        int adaptorWidth,
        double dropout,
        Training training,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, NetworkSpec> students,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> helpers,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<NetworkSpec> unions,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Standardisation> standardisation,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalInt folds,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Activation> activation)
        implements StageWork {
    public static final Role ROLE = new Role("joint-teacher", "Joint teacher", "the fusion of the experts, T*");
    /** Also that of the caches of the experts' maps. */
    public static final int NUMERICS = 2;

    public TrainJointTeacher {
        datasets = List.copyOf(datasets);
        levels = List.copyOf(levels);
        students = Map.copyOf(students);
        helpers = List.copyOf(helpers);
        unions = List.copyOf(unions);
    }

    /** Of the experts alone, where every data set has a student, of its expert's network. */
    public TrainJointTeacher(
            List<DatasetWork> datasets,
            int inputSize,
            List<String> levels,
            Trunk trunk,
            Experts experts,
            int adaptorWidth,
            double dropout,
            Training training) {
        this(
                datasets,
                inputSize,
                levels,
                trunk,
                experts,
                adaptorWidth,
                dropout,
                training,
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty());
    }

    /** The network in whose widths T* gives maps of a data set's images. */
    public NetworkSpec target(DatasetWork dataset) {
        return students.getOrDefault(dataset.name(), dataset.network());
    }

    /** How many fold experts stand for a data set's own; empty for one whose expert stands for itself. */
    public OptionalInt foldsOf(DatasetWork dataset) {
        return reads().stream().map(DatasetWork::name).anyMatch(dataset.name()::equals) ? folds : OptionalInt.empty();
    }

    @Override
    public StageKind kind() {
        return StageKind.JOINT;
    }

    @Override
    public Subject subject() {
        return new Subject.OfRun();
    }

    /** Those whose images T* learns from: a trunk of a helper set alone would serve nobody. */
    @Override
    public List<DatasetWork> reads() {
        return trunk == Trunk.SHARED
                ? datasets
                : datasets.stream()
                        .filter(dataset -> !helpers.contains(dataset.name()))
                        .toList();
    }

    @Override
    public OptionalInt imageSize() {
        return OptionalInt.of(inputSize);
    }

    @Override
    public Optional<Training> trainedWith() {
        return Optional.of(training);
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output(Output.ONLY, ROLE, Optional.empty(), Optional.empty(), List.of(Metric.TOP1)));
    }

    /** The networks are the experts, and none of them is trained. */
    @Override
    public Demand demand(NetworkSizes sizes) {
        JointSizes joint = new JointSizes(this, sizes);
        return joint.trained().and(joint.cached());
    }

    @Override
    public int numerics() {
        return NUMERICS;
    }
}
