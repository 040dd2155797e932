package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.TrainingSpec;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.supervised.DistillOwnTeacher;
import io.mlfd.contract.supervised.TakeTeacher;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.contract.supervised.TrainFold;
import io.mlfd.contract.supervised.TrainMember;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.contract.supervised.TrainUnion;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The stages of one seed, as a method puts them together: what methods have in common is built here, the rest is {@linkplain
 * #add added} by them. Names, keys and pod settings follow from the work.
 */
public final class PlanBuilder {
    private final MLFDRunSpec spec;
    private final long seed;
    private final StageList stages;

    PlanBuilder(MLFDRunSpec spec, long seed, StageList stages) {
        this.spec = spec;
        this.seed = seed;
        this.stages = stages;
    }

    public List<Dataset> datasets() {
        return spec.datasets();
    }

    /** All data sets as stages see them, with their students' networks. */
    public List<DatasetWork> works() {
        return datasets().stream().map(this::work).toList();
    }

    /** A data set with its student's network. */
    public DatasetWork work(Dataset dataset) {
        return DatasetWorks.of(dataset, imageSize());
    }

    /** A data set with its expert's network. */
    public DatasetWork expertWork(Dataset dataset) {
        return DatasetWorks.ofExpert(dataset, imageSize());
    }

    /** Those that have a student. */
    public List<Dataset> withStudents() {
        return datasets().stream()
                .filter(dataset -> new DatasetNetworks(dataset, imageSize()).hasStudent())
                .toList();
    }

    /** Pixels on each side of the images. */
    public int imageSize() {
        return spec.input().size();
    }

    /** Settings as they take effect. {@code mostSpecificFirst}: over those of the run; absent ones are {@code null}. */
    public Training training(TrainingSpec... mostSpecificFirst) {
        return new TrainingDefaults(spec.training(), mostSpecificFirst).effective();
    }

    public boolean wants(Baseline baseline) {
        return spec.baselines().contains(baseline);
    }

    /** {@code teacher/<data set>}: the expert of a data set, trained or taken. */
    public Stage teacher(Dataset dataset) {
        Dataset.Teacher teacher = dataset.teacher();
        StageWork work = teacher != null && teacher.checkpoint() != null
                ? new TakeTeacher(
                        expertWork(dataset),
                        imageSize(),
                        teacher.checkpoint().path(),
                        teacher.checkpoint().classes())
                : new TrainTeacher(
                        expertWork(dataset),
                        imageSize(),
                        training(teacher == null ? null : teacher.training()),
                        Optional.ofNullable(teacher).map(Dataset.Teacher::init).map(Dataset.InitialWeights::path));
        return add("teacher/" + dataset.name(), work, List.of());
    }

    /**
     * {@code teacher/<data set>/fold-<k>}, k from 1 to {@code folds}: the data set's expert, trained as it is without the images of
     * fold k.
     *
     * @throws IllegalArgumentException for a data set whose expert is given, which the method's rules are to refuse
     */
    public List<Stage> foldTeachers(Dataset dataset, int folds) {
        Optional<Dataset.Teacher> given = Optional.ofNullable(dataset.teacher());
        if (given.map(Dataset.Teacher::checkpoint).isPresent()) {
            throw new IllegalArgumentException(dataset.name() + ": a checkpoint has seen what it has seen");
        }
        return IntStream.rangeClosed(1, folds)
                .mapToObj(fold -> add(
                        "teacher/" + dataset.name() + "/fold-" + fold,
                        new TrainFold(
                                expertWork(dataset),
                                imageSize(),
                                training(given.map(Dataset.Teacher::training).orElse(null)),
                                given.map(Dataset.Teacher::init).map(Dataset.InitialWeights::path),
                                folds,
                                fold),
                        List.of()))
                .toList();
    }

    /**
     * {@code teacher/<data set>/<member>}: one of several experts of a data set; {@code member} from 1.
     *
     * @throws IllegalArgumentException for a data set whose expert is given, which the method's rules are to refuse
     */
    public Stage teacher(Dataset dataset, int member) {
        Dataset.Teacher given = dataset.teacher();
        if (given != null && given.checkpoint() != null) {
            throw new IllegalArgumentException(dataset.name() + ": one checkpoint is not several experts");
        }
        TrainingSpec own = given == null ? null : given.training();
        StageWork work = new TrainMember(work(dataset), imageSize(), training(own), member);
        return add("teacher/" + dataset.name() + "/" + member, work, List.of());
    }

    /** {@code baseline/alone/<data set>}: the network with labels only, in the student's settings. */
    public Stage alone(Dataset dataset, Training training) {
        return alone(dataset, List.of(work(dataset).network()), training).get(0);
    }

    /**
     * {@code baseline/alone/<data set>} and, for further networks that a method trains for the data set, {@code
     * baseline/alone/<data set>/<network>}: each with labels only, in the settings that it has in the method.
     *
     * @param networks the first is the data set's own; those that stand there twice are trained once
     */
    public List<Stage> alone(Dataset dataset, List<NetworkSpec> networks, Training training) {
        DatasetWork own = work(dataset);
        List<NetworkSpec> distinct = networks.stream().distinct().toList();
        List<Stage> stages = new ArrayList<>();
        for (int member = 0; member < distinct.size(); member++) {
            NetworkSpec network = distinct.get(member);
            String name = "baseline/alone/" + dataset.name();
            stages.add(add(
                    member == 0 ? name : name + "/" + label(network),
                    new TrainAlone(new DatasetWork(own.name(), own.source(), network), imageSize(), training, member),
                    List.of()));
        }
        return stages;
    }

    /**
     * {@code baseline/alone/<data set>}: the student with labels only, from what it starts from.
     *
     * @param inputs what the student starts from
     * @param views that the student sees its images in again and again, if it does
     */
    public Stage aloneStudent(Dataset dataset, List<Stage> inputs, Training training, OptionalInt views) {
        DatasetNetworks networks = new DatasetNetworks(dataset, imageSize());
        return add(
                "baseline/alone/" + dataset.name(),
                new TrainAlone(work(dataset), imageSize(), training, 0, networks.init(), networks.file(), views),
                inputs);
    }

    /**
     * {@code online/<data set>}: what is trained at once, a stage a data set; where it is wanted, the data set's network alone
     * after all of them.
     *
     * @param training of the network alone
     */
    public void online(Training training, Function<DatasetWork, StageWork> work) {
        online(dataset -> List.of(dataset.network()), training, work);
    }

    /** The same of several networks. {@code networks}: those of a data set, as they are trained alone; the first is its own */
    public void online(
            Function<DatasetWork, List<NetworkSpec>> networks,
            Training training,
            Function<DatasetWork, StageWork> work) {
        for (Dataset dataset : datasets()) {
            add("online/" + dataset.name(), work.apply(work(dataset)), List.of());
        }
        if (wants(Baseline.ALONE)) {
            for (Dataset dataset : datasets()) {
                alone(dataset, networks.apply(work(dataset)), training);
            }
        }
    }

    /**
     * {@code baseline/<control>/<data set>}: a control of the method's own, a stage a data set.
     *
     * @param control what its network is in comparisons
     */
    public void control(Role control, Function<DatasetWork, StageWork> work) {
        for (Dataset dataset : datasets()) {
            add("baseline/" + control.id() + "/" + dataset.name(), work.apply(work(dataset)), List.of());
        }
    }

    /** The networks of all students, each once: with one union network of each, every student has a control of its own shape. */
    public List<NetworkSpec> studentNetworks() {
        return withStudents().stream()
                .map(this::work)
                .map(DatasetWork::network)
                .distinct()
                .toList();
    }

    /** {@code baseline/joint/<network>}: a network on the union of all data sets. */
    public Stage union(NetworkSpec network) {
        return add(
                "baseline/joint/" + label(network),
                new TrainUnion(works(), network, imageSize(), training()),
                List.of());
    }

    /**
     * {@code baseline/own-teacher/<data set>}: the student from labels and its own expert's soft labels.
     *
     * @param inputs the expert first, then what the student starts from
     * @param views that the student sees its images in again and again, if it does
     */
    public Stage ownTeacher(
            Dataset dataset,
            List<Stage> inputs,
            double temperature,
            LossWeights weights,
            Training training,
            OptionalInt views) {
        DatasetNetworks networks = new DatasetNetworks(dataset, imageSize());
        StageWork work = new DistillOwnTeacher(
                work(dataset),
                imageSize(),
                temperature,
                weights,
                training,
                networks.init(),
                networks.file(),
                networks.differ() ? Optional.of(networks.expert().spec()) : Optional.empty(),
                views);
        return add("baseline/own-teacher/" + dataset.name(), work, inputs);
    }

    private static String label(NetworkSpec network) {
        return NetworkShapes.of(network).label().replace('/', '-');
    }

    /**
     * Adds a stage.
     *
     * @param name unique among those of the seed
     * @param inputs stages that were added before and must be done before
     */
    public Stage add(String name, StageWork work, List<Stage> inputs) {
        return stages.add(name, seed, work, inputs);
    }
}
