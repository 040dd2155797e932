package io.mlfd.plan.dml;

import static java.util.Objects.requireNonNullElse;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.method.DmlSpec;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.plan.MethodPlan;
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.SpecProblems;
import io.mlfd.result.Comparisons;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A DML run: one stage a data set, and its networks alone. */
record DmlPlan(DmlSpec dml) implements MethodPlan {
    private static final String PATH = "spec.method.dml.";
    private static final int PEERS = 2;
    private static final double TEMPERATURE = 1;
    private static final double WEIGHT = 1;

    @Override
    public Set<Baseline> baselines() {
        return EnumSet.of(Baseline.ALONE);
    }

    @Override
    public void check(MLFDRunSpec run, SpecProblems problems) {
        if (!dml.networks().isEmpty() && dml.peers() != null) {
            problems.add(PATH + "networks", "different networks are counted; leave out peers");
        }
        networks().check(run, problems);
        problems.noTeachers("DML", run.datasets());
        problems.noAverages("DML", run.training());
    }

    /**
     * The first peer over the same network alone. A mean over peers has no images that are right or wrong, so a gain of it
     * could never be claimed.
     */
    @Override
    public Comparisons comparisons(MLFDRunSpec run) {
        return MethodPlan.overAlone(run, TrainPeers.peer(1), Roles.ALONE, List.of(Roles.ENSEMBLE));
    }

    @Override
    public void addStages(PlanBuilder stages) {
        Training training = stages.training();
        stages.online(
                work -> networks().of(work, stages.imageSize()),
                training,
                work -> peers(work, stages.imageSize(), training));
    }

    private TrainPeers peers(DatasetWork work, int imageSize, Training training) {
        return new TrainPeers(
                work,
                imageSize,
                networks().of(work, imageSize),
                requireNonNullElse(dml.temperature(), TEMPERATURE),
                requireNonNullElse(dml.weight(), WEIGHT),
                training);
    }

    private NetworkGroup networks() {
        return new NetworkGroup(PATH + "networks", dml.networks(), requireNonNullElse(dml.peers(), PEERS));
    }
}
