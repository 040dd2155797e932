package io.mlfd.trainer.method.ensemblecompression;

import io.mlfd.contract.ensemblecompression.TrainWidths;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.NetworkFiles;
import io.mlfd.trainer.supervised.OnlineGroup;
import io.mlfd.trainer.supervised.OnlineTraining;

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
        return OnlineGroup.ofPeers(
                new WidthsLearner(work, students, setting.data(), batches, setting.evaluator()),
                work.students(),
                work.ensemble(),
                work.meanOfStudents(),
                images -> students.logits(images, Mode.EVAL));
    }
}
