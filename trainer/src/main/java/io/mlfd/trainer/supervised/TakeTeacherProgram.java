package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.supervised.TakeTeacher;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.metrics.NotFiniteException;
import io.mlfd.trainer.nn.Network;
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
            NetworkFiles.metadata(context.folder().stored(), file)
                    .ifPresent(says -> compare(context, file, says, data));
            Network network = NetworkFiles.load(
                    context.folder().stored(), file, work.dataset().network(), classes, manager);
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
    private void compare(StageContext context, Path file, NetworkMetadata says, LoadedDataSet data) {
        String dataset = work.dataset().name();
        List<String> classes = data.train().classNames();
        if (!says.classNames().equals(classes)) {
            throw new BadInputException(
                    file + ": its logits are " + brief(says.classNames()) + ", the classes of data set "
                            + dataset + " are " + brief(classes)
                            + "; list them in that order in the data set's classes, or take"
                            + " another file");
        }
        if (says.inputSize() != work.inputSize()) {
            throw new BadInputException(file + ": is for images of " + says.inputSize() + " pixels, input.size is "
                    + work.inputSize() + "; set input.size to " + says.inputSize() + ", or take another file");
        }
        boolean normalised =
                says.labels().stream().allMatch(labels -> labels.normalisation().equals(data.statistics()));
        if (!normalised) {
            context.progress()
                    .say(file + ": was trained on images that were normalised otherwise; they are normalised with the"
                            + " statistics of data set " + dataset);
        }
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
