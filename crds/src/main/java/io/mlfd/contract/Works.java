package io.mlfd.contract;

import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.contract.ensemblecompression.TrainWidths;
import io.mlfd.contract.feed.DistillLink;
import io.mlfd.contract.feed.DistillSingleTeacher;
import io.mlfd.contract.feed.DistillTeachers;
import io.mlfd.contract.feed.TrainParaphraser;
import io.mlfd.contract.feed.TransferFactors;
import io.mlfd.contract.ffl.TrainFusion;
import io.mlfd.contract.mcl.TrainContrastingPeers;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.contract.one.TrainGatedBranches;
import io.mlfd.contract.pcl.TrainCollaborators;
import io.mlfd.contract.supervised.DistillOwnTeacher;
import io.mlfd.contract.supervised.TakeTeacher;
import io.mlfd.contract.supervised.TrainAlone;
import io.mlfd.contract.supervised.TrainFold;
import io.mlfd.contract.supervised.TrainMember;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.contract.supervised.TrainUnion;
import java.util.List;

/** Every kind of work that there is. */
public final class Works {
    public static final List<Class<? extends StageWork>> ALL = List.of(
            TrainTeacher.class,
            TakeTeacher.class,
            TrainMember.class,
            TrainFold.class,
            TrainAlone.class,
            TrainUnion.class,
            DistillOwnTeacher.class,
            TrainJointTeacher.class,
            Distill.class,
            TrainFusion.class,
            DistillTeachers.class,
            DistillSingleTeacher.class,
            DistillLink.class,
            TrainParaphraser.class,
            TransferFactors.class,
            TrainPeers.class,
            TrainGatedBranches.class,
            TrainContrastedBranches.class,
            TrainWidths.class,
            TrainCollaborators.class,
            TrainContrastingPeers.class,
            TrainAdversarialPeers.class,
            WriteReport.class);

    private Works() {}
}
