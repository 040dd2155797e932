package io.mlfd.contract.mlfd;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.api.method.MlfdSpec.Projector;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.contract.supervised.StudentTraining;
import io.mlfd.result.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains one data set's student from labels, T*'s soft labels and T*'s maps.
 *
 * @param dataset with the student's network
 * @param joint describes T*
 * @param init what the student starts from; empty for random values
 * @param file path below the data root of the weights that it starts from, all but the classifier's; there for a start from one
 * @param projector what stands between the student's maps and T*'s; empty where they are of one width
 * @param cache what T* says, kept; empty where it is computed from the experts' features in every step
 * @param standardisation the scale on which maps are compared; empty where they are as they are
 * @param levelWeights by level, what it weighs among all; empty where all weigh the same
 */
@JsonTypeName("Distill")
public record Distill(
        DatasetWork dataset,
        int inputSize,
        TrainJointTeacher joint,
        double temperature,
        LossWeights weights,
        Training training,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<StudentInit> init,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> file,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Projector> projector,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<CachedOutputs> cache,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Standardisation> standardisation,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Double> levelWeights)
        implements StudentTraining {
    public static final Role ROLE = new Role("student", "Student", "distilled from the joint teacher");

    public Distill {
        levelWeights = Map.copyOf(levelWeights);
    }

    /** From random values, with maps of the width of T*'s. */
    public Distill(
            DatasetWork dataset,
            int inputSize,
            TrainJointTeacher joint,
            double temperature,
            LossWeights weights,
            Training training) {
        this(
                dataset,
                inputSize,
                joint,
                temperature,
                weights,
                training,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    @Override
    public StageKind kind() {
        return StageKind.DISTILL;
    }

    @Override
    public List<Output> outputs() {
        return List.of(Output.ofDataset(ROLE, dataset));
    }

    /** T* looks at what is learned from it, in every step or once; the experts' cache is built here where the joint stage's is gone. */
    @Override
    public Demand demand(NetworkSizes sizes) {
        JointSizes teacher = new JointSizes(joint, sizes);
        Demand student = sizes.training(dataset.network());
        Demand projected = projector.isPresent() ? student.and(teacher.projecting(dataset)) : student;
        return cache.map(kept -> projected.and(teacher.outputs(dataset, kept)))
                .orElseGet(() -> projected.and(teacher.looking(dataset)).and(teacher.cached()));
    }

    @Override
    public int numerics() {
        return 2;
    }
}
