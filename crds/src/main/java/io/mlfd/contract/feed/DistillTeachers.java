package io.mlfd.contract.feed;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.result.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The parallel student: labels, and the maps of several teachers at once.
 *
 * @param teachers how many; they are its inputs, in order
 */
@JsonTypeName("DistillTeachers")
public record DistillTeachers(
        DatasetWork dataset, int inputSize, int teachers, String level, double beta, Training training)
        implements MapDistillation {
    public static final Role ROLE = new Role("student", "Student", "distilled from the maps of all teachers at once");
    public static final Role ENSEMBLE =
            new Role("teacher-ensemble", "Teacher ensemble", "the mean of all teachers' logits");

    @Override
    public StageKind kind() {
        return StageKind.DISTILL;
    }

    @Override
    public Output student() {
        return Output.ofDataset(ROLE, dataset);
    }

    /** All teachers as one classifier: measured here, because they are all at hand, and never left as a file. */
    public Output ensemble() {
        return Output.classifier(ENSEMBLE, dataset, Optional.empty());
    }

    @Override
    public List<Output> translations() {
        return IntStream.rangeClosed(1, teachers)
                .mapToObj(teacher -> Reconstruction.output(dataset, teacher, maps(teacher)))
                .toList();
    }

    private static Role maps(int teacher) {
        return new Role(
                "teacher-" + teacher + "-maps",
                "Teacher " + teacher + "'s maps",
                "as the student's translator " + teacher + " gives them");
    }

    @Override
    public List<Output> outputs() {
        return Stream.concat(Stream.of(student(), ensemble()), translations().stream())
                .toList();
    }

    /** The teachers are evaluated as one classifier: all of them at once, where the student is not. */
    @Override
    public Demand demand(NetworkSizes sizes) {
        return MapDemand.of(sizes, this, teachers)
                .and(Demand.evaluating(sizes.pass(dataset.network(), 0).times(teachers - 1L)));
    }

    @Override
    public int numerics() {
        return 1;
    }
}
