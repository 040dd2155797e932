package io.mlfd.trainer.method.ensemblecompression;

import io.mlfd.contract.Output;
import io.mlfd.contract.ensemblecompression.TrainWidths;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.NetworkFiles;
import io.mlfd.trainer.supervised.OnlineGroup;
import io.mlfd.trainer.supervised.OnlineTraining;
import java.util.ArrayList;
import java.util.List;

/** Stage {@code online/<data set>}: the widths of a data set's network, trained together. */
public record TrainWidthsProgram(TrainWidths work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        return new OnlineTraining(context, work).run(this::group);
    }

    private OnlineGroup group(OnlineTraining.Setting setting) {
        StudentNetworks students = new StudentNetworks(
                work.networks().stream().map(NetworkFiles::shape).toList(), setting.classes(), setting.scope());
        ImageBatches batches = new ImageBatches(setting.data(), work.training(), setting.key());
        List<Output> tested = new ArrayList<>(work.students());
        tested.add(work.ensemble());
        return new OnlineGroup(
                new WidthsLearner(work, students, setting.data(), batches, setting.evaluator()),
                tested,
                images -> OnlineGroup.withEnsemble(students.logits(images, Mode.EVAL)),
                List.of(new OnlineGroup.Mean(work.meanOfStudents(), work.students())));
    }
}
