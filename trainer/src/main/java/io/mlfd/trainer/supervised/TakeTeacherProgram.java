package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.supervised.TakeTeacher;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.ChannelStatistics;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.metrics.NotFiniteException;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.stage.GivenCheckpoint;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes an expert's weights from a user's file and evaluates them. They are written out anew, so that later stages find them
 * where every expert's lie and nothing else of the file reaches them. Images are normalised with their data set's statistics,
 * as for every network of a run.
 */
public record TakeTeacherProgram(TakeTeacher work) implements StageProgram {
    /** In deviations of a channel: what other images of the same kind differ by. */
    private static final double MOST_APART = 0.25;

    @Override
    public StageOutcome run(StageContext context) {
        String dataset = work.dataset().name();
        LoadedDataSet data = context.data(dataset);
        Path file = new GivenCheckpoint(
                        context.order(), context.folder().stored().disk())
                .locate(dataset, work.checkpoint());
        try (TorchEngine engine = context.openEngine();
                NDManager manager = engine.manager().newSubManager()) {
            int classes = data.train().classNames().size();
            GivenWeights given = new GivenWeights(context.folder().stored(), file);
            compare(context, file, given.stated(), data);
            // The seed decides values that are all replaced.
            Network network =
                    Networks.build(NetworkFiles.shape(work.dataset().network()), classes, Scope.root(manager, 0));
            given.load(network, manager);
            Evaluation test = evaluation(file, network, data, new Evaluator(engine, context.stop()));
            List<WeightsFile> weights = write(context, network, data);
            TestScores tests = new TestScores(context.order().stage());
            Stream.of(Selection.LAST, Selection.BEST)
                    .forEach(selection -> tests.add(work.outputs().get(0), dataset, selection, test));
            return StageOutcome.withoutTraining(tests.results(), weights);
        }
    }

    private Evaluation evaluation(Path file, Network network, LoadedDataSet data, Evaluator evaluator) {
        try {
            return evaluator.evaluate(network, data.test(), data.statistics(), LabelBlock.all(network.classes()));
        } catch (NotFiniteException e) {
            // Nothing was trained here, so it is no divergence: the file is of no use with these images.
            throw new BadInputException(file + ": its logits on the test images of "
                    + work.dataset().name()
                    + " are NaN or infinite; give the weights of a training that went well on images of this size");
        }
    }

    /** Nothing else could tell an expert of other classes, or of the same in another order, from one that fits. */
    private void compare(StageContext context, Path file, StatedUse says, LoadedDataSet data) {
        String dataset = work.dataset().name();
        List<String> classes = data.train().classNames();
        List<String> stated = classNames(file, says);
        if (!stated.equals(classes)) {
            throw new BadInputException(
                    file + ": its logits are " + brief(stated) + ", the classes of data set " + dataset + " are "
                            + brief(classes)
                            + "; list them in that order in the data set's classes, or take"
                            + " another file");
        }
        if (says.inputSize().isPresent() && says.inputSize().getAsInt() != work.inputSize()) {
            int size = says.inputSize().getAsInt();
            throw new BadInputException(file + ": is for images of " + size + " pixels, input.size is "
                    + work.inputSize() + "; set input.size to " + size + ", or take another file");
        }
        says.normalisation()
                .filter(stats -> !stats.equals(data.statistics()))
                .ifPresent(stats -> normalised(context, file, stats, data.statistics()));
    }

    private List<String> classNames(Path file, StatedUse says) {
        if (says.classNames().isEmpty() && work.classes().isEmpty()) {
            throw new BadInputException(
                    file + ": does not say which class each of its logits is; list them in their order in"
                            + " teacher.checkpoint.classes of data set "
                            + work.dataset().name());
        }
        List<String> named = says.classNames().orElse(work.classes());
        if (!work.classes().isEmpty() && !named.equals(work.classes())) {
            throw new BadInputException(
                    file + ": says that its logits are " + brief(named) + ", teacher.checkpoint.classes are "
                            + brief(work.classes()) + "; leave them out, or take another file");
        }
        return named;
    }

    /** A network's images are normalised with their data set's statistics, whatever the network was trained on. */
    private void normalised(StageContext context, Path file, ChannelStatistics stated, ChannelStatistics own) {
        for (int channel = 0; channel < stated.mean().size(); channel++) {
            double deviation = own.deviation().get(channel);
            double shift = Math.abs(stated.mean().get(channel) - own.mean().get(channel));
            double stretch = Math.abs(stated.deviation().get(channel) - deviation);
            if (shift > MOST_APART * deviation || stretch > MOST_APART * deviation) {
                throw new BadInputException(file + ": is for images that are normalised with mean " + stated.mean()
                        + " and deviation " + stated.deviation() + ", those of data set "
                        + work.dataset().name() + " are with " + own.mean() + " and " + own.deviation()
                        + "; start a training from it (teacher.init), or take another file");
            }
        }
        context.progress()
                .say(file + ": was trained on images that were normalised otherwise; they are normalised with the"
                        + " statistics of data set " + work.dataset().name());
    }

    private static String brief(List<String> names) {
        int shown = 10;
        return names.size() <= shown
                ? names.toString()
                : names.subList(0, shown) + " and " + (names.size() - shown) + " more";
    }

    private List<WeightsFile> write(StageContext context, Network network, LoadedDataSet data) {
        NetworkMetadata metadata = NetworkMetadata.of(
                work.dataset().network(), work.inputSize(), work.dataset().name(), data);
        Artifact artifact = Artifact.whole(network.state(), metadata.toMap());
        return Stream.of(Selection.LAST, Selection.BEST)
                .map(selection -> artifact.write(
                        context.folder(), selection, network.state().tensors()))
                .toList();
    }
}
