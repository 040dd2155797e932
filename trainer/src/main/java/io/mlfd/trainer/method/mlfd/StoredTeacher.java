package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.StageKind;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.util.Map;

/** The part of T* that serves one data set, in the joint stage's file. */
record StoredTeacher(StageContext context, JointShape shape, String dataset) {
    FinishedStage stage() {
        return context.input(StageKind.JOINT, "");
    }

    int classes() {
        return context.data(dataset).train().classNames().size();
    }

    HeldOut heldOut() {
        return HeldOut.of(context, shape, dataset);
    }

    /** @param owner holds what is read */
    JointTeacher read(NDManager owner) {
        // The seed decides values that are all replaced.
        JointTeacher teacher = JointTeacher.create(shape, Map.of(dataset, classes()), 0, owner);
        // The file of T* holds what serves the other data sets too.
        NetworkFiles.loadPart(context.folder().stored(), stage().selectedWeights(), teacher.state(), owner);
        return teacher;
    }
}
