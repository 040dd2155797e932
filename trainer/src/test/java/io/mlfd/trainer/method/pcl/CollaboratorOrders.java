package io.mlfd.trainer.method.pcl;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.pcl.TrainCollaborators;
import io.mlfd.contract.pcl.Variant;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.util.OptionalDouble;

/** Works small enough to be carried out many times. */
final class CollaboratorOrders {
    static final TrainCollaborators SHARED = work(3, 2, Variant.WHOLE);
    static final TrainCollaborators APART = work(2, 0, Variant.WHOLE);

    private CollaboratorOrders() {}

    static TrainCollaborators work(int peers, int sharedStages, Variant variant) {
        DatasetWork shapes = Orders.shapes(OptionalDouble.of(0.25));
        return new TrainCollaborators(
                new DatasetWork(shapes.name(), shapes.source(), new NetworkSpec("resnet8", 2)),
                Orders.INPUT_SIZE,
                peers,
                sharedStages,
                3,
                1,
                2,
                0.6,
                variant,
                Orders.training(OptimizerName.SGD, 3));
    }

    static CollaboratingPeers networks(TrainCollaborators work, int classes, Scope scope) {
        return new CollaboratingPeers(
                NetworkFiles.shape(work.dataset().network()),
                classes,
                work.peers(),
                work.sharedStages(),
                work.averageDecay(),
                scope);
    }

    static Learner learner(TrainCollaborators work, LoadedDataSet data, Scope scope, Evaluator evaluator) {
        return new CollaborativeLearner(
                work,
                networks(work, data.train().classNames().size(), scope),
                data,
                new ImageBatches(data, work.training(), RandomKey.of(0, "test"), work.views()),
                evaluator);
    }
}
