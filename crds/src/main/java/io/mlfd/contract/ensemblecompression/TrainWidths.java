package io.mlfd.contract.ensemblecompression;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.Pass;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains several widths of one data set's network together, over one stem: each learns from labels and from the mean of all
 * logits, and all but the widest from its maps.
 *
 * @param networks from the widest, which is the data set's own, to the narrowest; all with the stem of the first
 * @param temperature of both sides of a divergence
 * @param weights of every student's terms
 * @param training of all
 */
@JsonTypeName("TrainWidths")
public record TrainWidths(
        DatasetWork dataset,
        int inputSize,
        List<NetworkSpec> networks,
        double temperature,
        LossWeights weights,
        Training training)
        implements SingleDatasetTraining {
    public static final Role STUDENTS =
            new Role("students", "Mean of students", "the students' accuracies, averaged; no network of its own");

    public TrainWidths {
        networks = List.copyOf(networks);
    }

    /** One of the widths; {@code number} from 1, which is the data set's own network and the widest. */
    public static Role student(int number) {
        return new Role(
                "student-" + number,
                "Student " + number,
                number == 1
                        ? "the data set's network, the widest of those that are trained over one stem"
                        : "the same network narrower, number " + number + " of those over one stem");
    }

    @Override
    public StageKind kind() {
        return StageKind.ONLINE;
    }

    /** Every student, and the ensemble and mean of them, which have no file. */
    @Override
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>(students());
        outputs.add(ensemble());
        outputs.add(meanOfStudents());
        return List.copyOf(outputs);
    }

    /** In the order of the networks. */
    public List<Output> students() {
        List<Output> students = new ArrayList<>();
        for (NetworkSpec network : networks) {
            students.add(Output.classifier(student(students.size() + 1), dataset, Optional.of(network)));
        }
        return List.copyOf(students);
    }

    public Output ensemble() {
        return Output.classifier(Roles.ENSEMBLE, dataset, Optional.empty());
    }

    public Output meanOfStudents() {
        return Output.classifier(STUDENTS, dataset, Optional.empty());
    }

    /** The stem is there once, and runs once. */
    @Override
    public Demand demand(NetworkSizes sizes) {
        NetworkSpec widest = networks.get(0);
        long stem = sizes.pass(widest, 0).values() - sizes.pass(widest, 1).values();
        long stemParameters = sizes.parameters(widest, 0) - sizes.parameters(widest, 1);
        long saved = networks.size() - 1L;
        return Demand.training(
                        sizes.parameters(networks) - saved * stemParameters,
                        sizes.pass(networks).without(saved * stem))
                .and(adaptors(sizes));
    }

    /** A projection a stage of each narrower network, and what the difference from the widest maps takes. */
    private Demand adaptors(NetworkSizes sizes) {
        NetworkSpec widest = networks.get(0);
        Demand adaptors = Demand.NONE;
        for (int stage = 0; stage < sizes.stages(widest); stage++) {
            String level = stage == 0 ? "last" : "last-" + stage;
            long channels = sizes.channels(widest, level);
            long pixels = (long) sizes.side(widest, level) * sizes.side(widest, level);
            for (NetworkSpec narrower : networks.subList(1, networks.size())) {
                adaptors = adaptors.and(Demand.trainingBeside(
                        channels * sizes.channels(narrower, level), Pass.small(3 * channels * pixels)));
            }
        }
        return adaptors;
    }

    @Override
    public int numerics() {
        return 1;
    }
}
