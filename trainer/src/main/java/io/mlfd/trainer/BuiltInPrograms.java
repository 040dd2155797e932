package io.mlfd.trainer;

import io.mlfd.contract.StageWork;
import io.mlfd.contract.WriteReport;
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
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.method.afd.TrainAdversarialPeersProgram;
import io.mlfd.trainer.method.dml.TrainPeersProgram;
import io.mlfd.trainer.method.ensemblecompression.TrainWidthsProgram;
import io.mlfd.trainer.method.feed.DistillLinkProgram;
import io.mlfd.trainer.method.feed.DistillSingleTeacherProgram;
import io.mlfd.trainer.method.feed.DistillTeachersProgram;
import io.mlfd.trainer.method.feed.TrainParaphraserProgram;
import io.mlfd.trainer.method.feed.TransferFactorsProgram;
import io.mlfd.trainer.method.ffl.TrainFusionProgram;
import io.mlfd.trainer.method.mcl.TrainContrastingPeersProgram;
import io.mlfd.trainer.method.mclokd.TrainContrastedBranchesProgram;
import io.mlfd.trainer.method.mlfd.DistillProgram;
import io.mlfd.trainer.method.mlfd.TrainJointTeacherProgram;
import io.mlfd.trainer.method.one.TrainGatedBranchesProgram;
import io.mlfd.trainer.method.pcl.TrainCollaboratorsProgram;
import io.mlfd.trainer.report.ReportProgram;
import io.mlfd.trainer.stage.BadOrderException;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.stage.StagePrograms;
import io.mlfd.trainer.supervised.DistillOwnTeacherProgram;
import io.mlfd.trainer.supervised.TakeTeacherProgram;
import io.mlfd.trainer.supervised.TrainAloneProgram;
import io.mlfd.trainer.supervised.TrainFoldProgram;
import io.mlfd.trainer.supervised.TrainMemberProgram;
import io.mlfd.trainer.supervised.TrainTeacherProgram;
import io.mlfd.trainer.supervised.TrainUnionProgram;
import java.util.List;
import java.util.function.Function;

/** Every kind of work that this program carries out. */
public final class BuiltInPrograms implements StagePrograms {
    private static final FreeSpace SPACE = FreeSpace.ofFileSystem();
    private static final List<Entry<?>> ALL = List.of(
            new Entry<>(TrainTeacher.class, TrainTeacherProgram::new),
            new Entry<>(TakeTeacher.class, TakeTeacherProgram::new),
            new Entry<>(TrainMember.class, TrainMemberProgram::new),
            new Entry<>(TrainFold.class, TrainFoldProgram::new),
            new Entry<>(TrainAlone.class, TrainAloneProgram::new),
            new Entry<>(TrainUnion.class, TrainUnionProgram::new),
            new Entry<>(DistillOwnTeacher.class, DistillOwnTeacherProgram::new),
            new Entry<>(TrainJointTeacher.class, work -> new TrainJointTeacherProgram(work, SPACE)),
            new Entry<>(Distill.class, work -> new DistillProgram(work, SPACE)),
            new Entry<>(TrainFusion.class, TrainFusionProgram::new),
            new Entry<>(DistillTeachers.class, DistillTeachersProgram::new),
            new Entry<>(DistillSingleTeacher.class, DistillSingleTeacherProgram::new),
            new Entry<>(DistillLink.class, DistillLinkProgram::new),
            new Entry<>(TrainParaphraser.class, TrainParaphraserProgram::new),
            new Entry<>(TransferFactors.class, TransferFactorsProgram::new),
            new Entry<>(TrainPeers.class, TrainPeersProgram::new),
            new Entry<>(TrainGatedBranches.class, TrainGatedBranchesProgram::new),
            new Entry<>(TrainContrastedBranches.class, TrainContrastedBranchesProgram::new),
            new Entry<>(TrainWidths.class, TrainWidthsProgram::new),
            new Entry<>(TrainCollaborators.class, TrainCollaboratorsProgram::new),
            new Entry<>(TrainContrastingPeers.class, TrainContrastingPeersProgram::new),
            new Entry<>(TrainAdversarialPeers.class, TrainAdversarialPeersProgram::new),
            new Entry<>(WriteReport.class, ReportProgram::new));

    private record Entry<W extends StageWork>(Class<W> type, Function<W, StageProgram> program) {
        StageProgram of(StageWork work) {
            return program.apply(type.cast(work));
        }
    }

    @Override
    public StageProgram of(StageWork work) {
        return ALL.stream()
                .filter(entry -> entry.type().equals(work.getClass()))
                .findFirst()
                .map(entry -> entry.of(work))
                .orElseThrow(() -> new BadOrderException(
                        "order: work of type " + work.getClass().getSimpleName() + " is not known here"));
    }
}
