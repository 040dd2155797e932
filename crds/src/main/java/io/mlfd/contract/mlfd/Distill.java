package io.mlfd.contract.mlfd;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.result.Role;
import java.util.List;

/** Trains one data set's student from labels, T*'s soft labels and T*'s maps. {@code joint} describes T*. */
@JsonTypeName("Distill")
public record Distill(
        DatasetWork dataset,
        int inputSize,
        TrainJointTeacher joint,
        double temperature,
        LossWeights weights,
        Training training)
        implements SingleDatasetTraining {
    public static final Role ROLE = new Role("student", "Student", "distilled from the joint teacher");

    @Override
    public StageKind kind() {
        return StageKind.DISTILL;
    }

    @Override
    public List<Output> outputs() {
        return List.of(Output.ofDataset(ROLE, dataset));
    }

    /** T* looks at what is learned from it; the cache is built here where the joint stage's is gone. */
    @Override
    public Demand demand(NetworkSizes sizes) {
        JointSizes teacher = new JointSizes(joint, sizes);
        return sizes.training(dataset.network()).and(teacher.looking(dataset)).and(teacher.cached());
    }

    @Override
    public int numerics() {
        return 2;
    }
}
