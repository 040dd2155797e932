package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.Dataset.Model;
import io.mlfd.api.Dataset.Student;
import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.api.Dataset.Teacher;
import io.mlfd.api.TrainingSpec;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import java.util.Optional;

/**
 * Who of a data set has which network: its expert, and its student where it has one.
 *
 * @param inputSize pixels on each side of the run's images
 */
public record DatasetNetworks(Dataset dataset, int inputSize) {
    public NetworkShape expert() {
        return shape(Optional.ofNullable(dataset.teacher()).map(Teacher::model));
    }

    /** False for a helper set. */
    public boolean hasStudent() {
        return !given().map(Student::none).orElse(false);
    }

    /** The network of the data set's row: the student's, of a helper set the expert's. */
    public NetworkShape student() {
        return hasStudent() ? shape(given().map(Student::model)) : expert();
    }

    public boolean differ() {
        return !student().equals(expert());
    }

    /** Settings of the student alone. */
    public Optional<TrainingSpec> studentTraining() {
        return given().map(Student::training);
    }

    /** Empty for random values. */
    public Optional<StudentInit> init() {
        return given().map(Student::init).filter(init -> init != StudentInit.RANDOM);
    }

    /** The file of a start from one. */
    public Optional<String> file() {
        return given().map(Student::file).map(Dataset.InitialWeights::path);
    }

    private Optional<Student> given() {
        return Optional.ofNullable(dataset.student());
    }

    private NetworkShape shape(Optional<Model> other) {
        return NetworkShapes.of(other.orElse(dataset.model()), inputSize);
    }
}
